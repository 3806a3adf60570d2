package io.lethe.evaluation.ranking;

import io.lethe.engine.data.VersionData;
import io.lethe.evaluation.experiment.Cell;
import io.lethe.evaluation.experiment.CellKey;
import io.lethe.evaluation.experiment.Dataset;
import io.lethe.evaluation.experiment.Laboratory;
import io.lethe.evaluation.experiment.ModelChoice;
import io.lethe.evaluation.experiment.Progress;
import io.lethe.spi.DataShape;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains every model on every split as a server would, and measures its lists: a tenth of the training
 * rows is held out for what the family chooses by it; then, if the family says with which options, the
 * final model is fitted on all of them. Confined to one thread.
 */
public final class RankingExperiment {

  /** As a server's trainings hold out unless told otherwise. */
  private static final double VALIDATION_SHARE = 0.1;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final String OF_MODEL = "model.";
  private static final String THRESHOLD_OPTION = "threshold";

  private final RankingPlan plan;
  private final Laboratory laboratory;
  private final ListSink lists;
  private int done;
  private int now;

  /** Receives the lists behind each measured cell. */
  @FunctionalInterface
  public interface ListSink {

    /** The lists of one model and seed. */
    void accept(RankingSplit split, String model, long seed, UserLists lists);
  }

  /** An experiment. */
  public RankingExperiment(RankingPlan plan, Laboratory laboratory, ListSink lists) {
    this.plan = plan;
    this.laboratory = laboratory;
    this.lists = lists;
  }

  /**
   * Measures what is not there yet. Where a later seed is missing, the first one is trained again to
   * hold it against.
   *
   * @param there cells of earlier runs
   * @param sink receives every cell as soon as it is measured
   */
  public void run(Set<CellKey> there, Consumer<Cell> sink, Progress progress) {
    for (RankingSplit split : plan.splits()) {
      RankedData data = new RankedData(split);
      popular(data, there, sink);
      for (ModelChoice model : plan.models()) {
        run(data, model, there, sink, progress);
      }
    }
    progress.show(done, now, plan.cells(), "done");
  }

  private void popular(RankedData data, Set<CellKey> there, Consumer<Cell> sink) {
    CellKey key = plan.key(data.split(), RankingPlan.MOST_POPULAR, plan.seeds().getFirst());
    done++;
    if (!there.contains(key)) {
      Ranked ranked = ranked(data, data.popularity(), key);
      sink.accept(new Cell(key, ranked.values(), List.of(), ""));
      now++;
    }
  }

  private void run(
      RankedData data, ModelChoice model, Set<CellKey> there, Consumer<Cell> sink,
      Progress progress) {
    @Nullable
    UserLists first = null;
    for (long seed : plan.seeds()) {
      CellKey key = plan.key(data.split(), model.name(), seed);
      boolean isFirst = seed == plan.seeds().getFirst();
      boolean laterMissing = isFirst && plan.seeds()
          .stream()
          .anyMatch(other -> !there.contains(plan.key(data.split(), model.name(), other)));
      if (!there.contains(key) || laterMissing) {
        progress.show(done, now, plan.cells(), "%s, seed %d".formatted(model.name(), seed));
        Ranked ranked = measure(data, model, key);
        if (first != null && !ranked.lists().users().isEmpty()) {
          ranked.values().put(RankingMeasure.OVERLAP.id(), ranked.lists().overlap(first));
        }
        first = isFirst && ranked.note().isEmpty() ? ranked.lists() : first;
        if (!there.contains(key)) {
          sink.accept(new Cell(key, ranked.values(), List.of(), ranked.note()));
          now++;
        }
      }
      done++;
    }
  }

  /** What came of one training; lists are empty where a note says why. */
  private record Ranked(Map<String, Double> values, UserLists lists, String note) {}

  private Ranked measure(RankedData data, ModelChoice model, CellKey key) {
    try {
      TrainingConfig config = new TrainingConfig(key.seed(), options(data, model));
      VersionData held = data.version(VALIDATION_SHARE, model.plugin(), config);
      Optional<String> refused = model.plugin().refusal(shape(held));
      return refused.map(RankingExperiment::none)
          .orElseGet(() -> trained(data, held, model.plugin(), config, key));
    } catch (PluginException refused) {
      // A family that does not fit these data is a finding; it must not end the others.
      return none(String.valueOf(refused.getMessage()));
    }
  }

  private static Ranked none(String note) {
    return new Ranked(new HashMap<>(), new UserLists(List.of(), List.of()), note);
  }

  private static DataShape shape(VersionData data) {
    return new DataShape(data.index().userCount(), data.index().itemCount(), data.live().size());
  }

  private Ranked trained(
      RankedData data, VersionData held, RecommenderPlugin plugin, TrainingConfig config,
      CellKey key) {
    long began = laboratory.nanoClock().getAsLong();
    TrainedModel chosen = train(plugin, config, held);
    boolean again = !chosen.finalFit().isEmpty();
    long between = laboratory.nanoClock().getAsLong();
    TrainedModel fitted = again
        ? train(
            plugin, new TrainingConfig(config.seed(), chosen.finalFit()),
            data.version(0, plugin, config))
        : chosen;
    long ended = laboratory.nanoClock().getAsLong();
    Ranked ranked = ranked(data, fitted.model(), key);
    Map<String, Double> values = ranked.values();
    chosen.metrics().forEach((name, value) -> values.put(OF_MODEL + name, value));
    values.put(RankingMeasure.SECONDS.id(), (ended - began) / NANOS_PER_SECOND);
    values.put(RankingMeasure.FINAL_SECONDS.id(), again ? (ended - between) / NANOS_PER_SECOND : 0);
    values.put(RankingMeasure.FINAL_FIT.id(), again ? 1.0 : 0.0);
    values.values().removeIf(value -> !Double.isFinite(value));
    return ranked;
  }

  /** Labels are 0 and 1, which those families have to know that ask what is positive. */
  private static Map<String, String> options(RankedData data, ModelChoice model) {
    Map<String, String> options = new HashMap<>();
    boolean asks = model.plugin()
        .options()
        .stream()
        .anyMatch(option -> option.name().equals(THRESHOLD_OPTION));
    if (data.split().labels() && asks) {
      options.put(THRESHOLD_OPTION, String.valueOf(Dataset.THRESHOLD));
    }
    options.putAll(model.options());
    return options;
  }

  private TrainedModel train(RecommenderPlugin plugin, TrainingConfig config, VersionData data) {
    return plugin.trainer(config, laboratory.context()).train(data.trainingData(), progress -> {});
  }

  private Ranked ranked(RankedData data, RecommenderModel model, CellKey key) {
    long began = laboratory.nanoClock().getAsLong();
    int[] users = data.users();
    int[][] best = new int[users.length][];
    for (int k = 0; k < users.length; k++) {
      int[] list = new int[RankingMeter.LONGEST];
      int filled = model.topItems(users[k], data.seen(users[k]), list, new float[list.length]);
      best[k] = Arrays.copyOf(list, filled);
    }
    long ended = laboratory.nanoClock().getAsLong();
    Map<String, Double> values = new HashMap<>(data.measure(best));
    values.put(RankingMeasure.LIST_SECONDS.id(), (ended - began) / NANOS_PER_SECOND);
    UserLists named = new UserLists(
        Arrays.stream(users).mapToObj(data::userId).toList(),
        Arrays.stream(best).map(list -> UserLists.named(list, data.itemIds())).toList());
    lists.accept(data.split(), key.model(), key.seed(), named);
    return new Ranked(values, named, "");
  }
}
