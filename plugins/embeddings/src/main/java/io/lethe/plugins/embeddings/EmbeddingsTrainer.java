package io.lethe.plugins.embeddings;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.ImportedVectors;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingProgress;
import io.lethe.training.Descent;
import io.lethe.training.OptionValues;
import io.lethe.training.Pace;
import io.lethe.training.ProductModel;
import io.lethe.training.ValueScale;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.ModelShape;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes vectors as they are and finds the loss that influence is computed with: the scale and offset
 * that make logits of scores, and the L2, with which the interactions' logistic loss is as stationary
 * at these vectors as it gets.
 */
final class EmbeddingsTrainer implements ModelTrainer {

  /** Scales that are tried, from the one of least loss down: without L2 it would be that one. */
  private static final int SCALES = 9;

  private static final double SCALE_STEP = Math.sqrt(0.5);

  /** Over the least that is left: far down it hardly changes, and the larger scale has less loss. */
  private static final double AS_GOOD = 1.05;

  private final EmbeddingsOptions options;
  private final long seed;
  private final PluginContext context;
  private final Kernels kernels = Kernels.fastest();
  private final Workers workers;

  EmbeddingsTrainer(EmbeddingsOptions options, long seed, PluginContext context) {
    this.options = options;
    this.seed = seed;
    this.context = context;
    this.workers = new Workers(context.executor(), context.parallelism());
  }

  /** One way to make logits of scores, and what it leaves. */
  private record Candidate(Head head, Stationarity stationarity) {}

  @Override
  public TrainedModel train(TrainingData data, Consumer<TrainingProgress> progress) {
    Descent.checkInterrupt();
    Instant start = context.clock().instant();
    ImportedVectors vectors = data.vectors().orElseThrow(EmbeddingsTrainer::nothingBrought);
    InteractionView view = data.training();
    LossTerms terms = options.terms(seed);
    ValueScale.of(view).checkLearnable(view, terms);
    ScoredTerms scored = ScoredTerms.of(view, terms, vectors);
    Candidate best = best(scored, terms, view, vectors, progress);
    float l2 = (float) best.stationarity().l2();
    ModelShape shape = new ModelShape(terms, true, l2);
    PairTables rows = new MissingRows(shape, best.head(), vectors, view, kernels)
        .filled(Rows.of(vectors, best.head()));
    EmbeddingsModel model = new EmbeddingsModel(
        best.head(),
        new HeldBiases(vectors.userBiases().length == 0, vectors.itemBiases().length == 0),
        model(shape, rows, view));
    Map<String, Double> metrics = metrics(best, scored, vectors, view);
    metrics.put("seconds", Pace.seconds(Duration.between(start, context.clock().instant())));
    return new TrainedModel(model, options.effective(best.head(), l2), metrics);
  }

  private static RuntimeException nothingBrought() {
    return OptionValues.refusal(
        "the family embeddings trains nothing itself: vectors that were trained elsewhere come in by"
            + " 'lethe import-model'");
  }

  private ProductModel model(ModelShape shape, PairTables rows, InteractionView view) {
    return new ProductModel(shape, rows, view.all().keys(), kernels, workers);
  }

  private Candidate best(
      ScoredTerms scored, LossTerms terms, InteractionView view, ImportedVectors vectors,
      Consumer<TrainingProgress> progress) {
    double largest = Float.isNaN(options.scale()) ? scale(scored) : options.scale();
    int count = Float.isNaN(options.scale()) ? SCALES : 1;
    Pace pace = new Pace(context.clock());
    List<Candidate> tried = new ArrayList<>();
    double scale = largest;
    for (int k = 1; k <= count; k++, scale *= SCALE_STEP) {
      Descent.checkInterrupt();
      double offset = Float.isNaN(options.offset()) ? scored.offset(scale) : options.offset();
      Head head = new Head((float) scale, (float) offset);
      ProductModel logits = model(new ModelShape(terms, true, 0), Rows.of(vectors, head), view);
      Candidate candidate = new Candidate(
          head, Stationarity.of(logits, view, vectors, options.l2()));
      tried.add(candidate);
      pace.lap();
      progress.accept(
          new TrainingProgress(
              "fit", k, count, candidate.stationarity().loss() / view.size(), Double.NaN,
              pace.remaining(count - k)));
    }
    double least = tried.stream()
        .mapToDouble(candidate -> candidate.stationarity().left())
        .min()
        .orElseThrow();
    return tried.stream()
        .filter(candidate -> candidate.stationarity().left() <= AS_GOOD * least)
        .findFirst()
        .orElseThrow();
  }

  private static double scale(ScoredTerms scored) {
    if (scored.positives() == 0) {
      throw OptionValues.refusal(
          "0 interactions are of a user and an item that both have vectors: the ids of the file are"
              + " not those of the interactions");
    }
    double scale = scored.scale();
    if (scale == 0) {
      throw OptionValues.refusal(
          ("the vectors score interactions no higher than drawn items (area under the curve %.3f,"
              + " above .5 is needed): are ids and vectors in the same order?")
              .formatted(scored.auc()));
    }
    return scale;
  }

  private static Map<String, Double> metrics(
      Candidate best, ScoredTerms scored, ImportedVectors vectors, InteractionView view) {
    EntityKeys keys = view.all().keys();
    Map<String, Double> metrics = new HashMap<>();
    metrics.put("stationarity", best.stationarity().left());
    metrics.put("stationarity-median-row", best.stationarity().medianRow());
    metrics.put("gradient-per-row", best.stationarity().gradientPerRow());
    metrics.put("imported-auc", scored.auc());
    metrics.put(
        "users-without-vector", (double) keys.userCount() - vectors.usersBrought().cardinality());
    metrics.put(
        "items-without-vector", (double) keys.itemCount() - vectors.itemsBrought().cardinality());
    return metrics;
  }
}
