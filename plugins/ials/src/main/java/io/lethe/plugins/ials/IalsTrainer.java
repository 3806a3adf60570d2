package io.lethe.plugins.ials;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.plugins.ials.IalsOptions.Mode;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingProgress;
import io.lethe.training.Descent;
import io.lethe.training.Pace;
import io.lethe.training.objective.CoupledRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Trains by sweeps over users and items with early stopping. */
final class IalsTrainer implements ModelTrainer {

  /** Of conjugate gradients a row and sweep: more of them give no better lists. */
  private static final int SOLVER_STEPS = 2;

  /** What the most popular item may get more than one without interactions; products are about 1 at most. */
  private static final float[] POPULARITIES = {.01f, .03f, .1f, .3f, 1};
  private static final double POPULARITY_GAIN = 1.02;

  private final IalsOptions options;
  private final long seed;
  private final PluginContext context;
  private final Kernels kernels = Kernels.fastest();
  private final Workers workers;

  IalsTrainer(IalsOptions options, long seed, PluginContext context) {
    this.options = options;
    this.seed = seed;
    this.context = context;
    this.workers = new Workers(context.executor(), context.parallelism());
  }

  @Override
  public TrainedModel train(TrainingData data, Consumer<TrainingProgress> progress) {
    Instant start = context.clock().instant();
    InteractionView training = data.training();
    Descent.checkSameRows(training.all().keys(), data.validation().all().keys());
    IalsOptions resolved = options.with(options.confidence().resolved(training));
    PairMatrix pairs = PairMatrix.of(training, resolved.confidence());
    Validation validation = Validation.of(data.validation());
    int[] counts = Scoring.counts(training);
    Map<String, Double> metrics = new HashMap<>();
    BestSweep best = sweeps(pairs, validation, fresh(training.all().keys()), progress, metrics);
    PairTables tables = best.tables();
    Stationarity stationarity = Stationarity.of(kernels, workers, pairs, tables, options.reg());
    if (options.mode() == Mode.CONVERGED) {
      Polish.End end = polished(pairs, tables, progress);
      tables = end.tables();
      stationarity = end.stationarity();
      metrics.put("polish-steps", (double) end.steps());
      Optimality optimality = Optimality.of(kernels, workers, pairs, tables, options.reg());
      metrics.put("spectral-norm-over-reg", optimality.spectral());
      metrics.put("score-distance-bound", optimality.distance());
    }
    metrics.put("gradient-norm", 2 * stationarity.gradient());
    metrics.put("relative-gradient-norm", stationarity.relative());
    // A polish that ran out of steps leaves a gradient that a refit must not go on from.
    boolean converged = options.mode() == Mode.CONVERGED
        && stationarity.relative() <= options.tolerance();
    resolved = resolved.with(popularity(tables, counts, validation, pairs.users()));
    IalsShape shape = new IalsShape(
        resolved.confidence(), options.reg(), resolved.popularity(),
        converged ? options.tolerance() : 0);
    IalsModel model = new IalsModel(shape, tables, counts, kernels, workers);
    metrics.put("seconds", Pace.seconds(Duration.between(start, context.clock().instant())));
    Map<String, String> finalFit = Double.isNaN(best.ndcg())
        ? Map.of()
        : resolved.withEpochs(best.epoch()).effective();
    return new TrainedModel(model, resolved.effective(), finalFit, metrics);
  }

  private Polish.End polished(
      PairMatrix pairs, PairTables tables, Consumer<TrainingProgress> progress) {
    Pace pace = new Pace(context.clock());
    Polish polish = new Polish(
        kernels, workers, options.reg(), options.tolerance(), options.polishStepsMax());
    return polish.run(pairs, tables, (stationarity, step) -> {
      pace.lap();
      progress.accept(
          new TrainingProgress(
              "polish", step, options.polishStepsMax(), stationarity.relative(), Double.NaN,
              pace.remaining(options.polishStepsMax() - step)));
    });
  }

  private PairTables fresh(EntityKeys keys) {
    CoupledRandom random = new CoupledRandom(seed);
    int width = options.factors();
    float deviation = options.initDeviation();
    EmbeddingTable users = EmbeddingTable.zeros(keys.userCount(), width);
    EmbeddingTable items = EmbeddingTable.zeros(keys.itemCount(), width);
    for (int u = 0; u < users.rows(); u++) {
      random.row(Side.USER, keys.user(u), deviation, users.pageOf(u), users.offsetOf(u), width);
    }
    for (int i = 0; i < items.rows(); i++) {
      random.row(Side.ITEM, keys.item(i), deviation, items.pageOf(i), items.offsetOf(i), width);
    }
    return new PairTables(users, items);
  }

  private BestSweep sweeps(
      PairMatrix pairs, Validation validation, PairTables tables,
      Consumer<TrainingProgress> progress, Map<String, Double> metrics) {
    float[] products = new float[pairs.size()];
    HalfSweep users = new HalfSweep(kernels, workers, pairs.users(), options.reg(), null, products);
    HalfSweep items = new HalfSweep(kernels, workers, pairs.items(), options.reg(), null, products);
    BestSweep best = new BestSweep(options.patience());
    Pace pace = new Pace(context.clock());
    int done = 0;
    while (done < options.epochsMax() && !best.stop(done)) {
      Descent.checkInterrupt();
      users.run(tables.users(), tables.items(), SOLVER_STEPS);
      Descent.checkInterrupt();
      double loss = items.run(tables.items(), tables.users(), SOLVER_STEPS) / pairs.size();
      done++;
      checkFinite(loss, done);
      best.offer(done, ndcg(validation, tables, 0, new int[0], pairs.users()), tables);
      metrics.put("loss", loss);
      pace.lap();
      progress.accept(
          new TrainingProgress(
              "train", done, options.epochsMax(), loss, Double.NaN,
              pace.remaining(options.epochsMax() - done)));
    }
    metrics.put("epochs", (double) done);
    metrics.put("best-epoch", (double) best.epoch());
    metrics.put("validation-ndcg", best.ndcg());
    return best;
  }

  private double ndcg(
      Validation validation, PairTables tables, float popularity, int[] counts,
      SparseSide trained) {
    return validation.ndcg(workers, Scoring.of(tables, popularity, counts, kernels), trained);
  }

  /** The given weight; without one, zero unless another makes lists clearly better. */
  private float popularity(
      PairTables tables, int[] counts, Validation validation, SparseSide trained) {
    if (!Float.isNaN(options.popularity())) {
      return options.popularity();
    }
    int most = Math.max(1, Arrays.stream(counts).max().orElse(1));
    double least = POPULARITY_GAIN * ndcg(validation, tables, 0, counts, trained);
    float chosen = 0;
    for (float ofMost : POPULARITIES) {
      Descent.checkInterrupt();
      double found = ndcg(validation, tables, ofMost / most, counts, trained);
      if (found > least) {
        least = found;
        chosen = ofMost / most;
      }
    }
    return chosen;
  }

  private void checkFinite(double loss, int epoch) {
    if (!Double.isFinite(loss)) {
      throw new PluginException(
          PluginException.Kind.NOT_FINITE,
          "the loss is %s after epoch %d with reg = %s and alpha = %s"
              .formatted(loss, epoch, options.reg(), options.confidence().alpha()));
    }
  }
}
