package io.lethe.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.HistoryModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.LearningModel;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingOption;
import io.lethe.spi.TrainingProgress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every plugin promises: options, training, scoring, saving. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PluginContract {

  private static final long SEED = 42;
  private static final int THREADS = 3;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  /** For subclasses. */
  protected PluginContract() {}

  /** The plugin under test. */
  protected abstract RecommenderPlugin plugin();

  /**
   * Options for data of a few hundred ratings 1 to 5: small, and trained in well under a second.
   */
  protected abstract Map<String, String> options();

  /** Whether anything in a training is random; a closed form overrides this with false. */
  protected boolean seedMatters() {
    return true;
  }

  /**
   * How far scores for the users' own histories may be from their own scores, 1 minus the correlation
   * over all items, the mean over users; empty if the family's models are no {@link HistoryModel}.
   */
  protected OptionalDouble ownHistoryDistance() {
    return OptionalDouble.empty();
  }

  /** Whether the family's models are a {@link LearningModel}. */
  protected boolean learns() {
    return false;
  }

  @AfterAll
  void stopThreads() {
    threads.shutdownNow();
  }

  /** Everything on the calling thread. */
  static PluginContext alone() {
    return new PluginContext(Runnable::run, 1, InstantSource.system());
  }

  /** Several threads. */
  PluginContext together() {
    return new PluginContext(threads, THREADS, InstantSource.system());
  }

  /** The ratings that contract tests train on. */
  static InteractionView ratings() {
    return InteractionView.of(new SyntheticRatings(SEED, 40, 25, 10).generate());
  }

  /** Every tenth rating is held out. */
  static TrainingData data() {
    InteractionView all = ratings();
    int[] heldOut = IntStream.range(0, all.size()).filter(p -> p % 10 == 3).toArray();
    return new TrainingData(all.without(heldOut), InteractionView.of(all.all().at(heldOut)));
  }

  TrainedModel train(Map<String, String> options, TrainingData data, PluginContext context) {
    return train(options, data, context, report -> {});
  }

  private TrainedModel train(
      Map<String, String> options, TrainingData data, PluginContext context,
      Consumer<TrainingProgress> progress) {
    return plugin().trainer(new TrainingConfig(SEED, options), context).train(data, progress);
  }

  private TrainedModel trained() {
    return train(options(), data(), alone());
  }

  /** Scores of all users and items, user after user. */
  static float[] allScores(RecommenderModel model) {
    int[] items = IntStream.range(0, model.itemCount()).toArray();
    float[] scores = new float[model.userCount() * items.length];
    float[] row = new float[items.length];
    for (int user = 0; user < model.userCount(); user++) {
      model.score(user, items, row);
      System.arraycopy(row, 0, scores, user * items.length, items.length);
    }
    return scores;
  }

  @Test
  void serviceLoader_offersThePlugin() {
    List<String> names = ServiceLoader.load(RecommenderPlugin.class)
        .stream()
        .map(provider -> provider.get().name())
        .toList();
    assertTrue(names.contains(plugin().name()), () -> plugin().name() + " is not in " + names);
    assertTrue(plugin().name().matches("[a-z][a-z0-9-]{0,31}"), plugin().name());
    assertEquals(RecommenderPlugin.SPI_VERSION, plugin().spiVersion());
    assertFalse(plugin().version().isBlank());
    assertFalse(plugin().description().isBlank());
  }

  @Test
  void options_havePlainNamesAndDefaultsThatAreAccepted() {
    Map<String, String> defaults = new HashMap<>();
    for (TrainingOption option : plugin().options()) {
      assertTrue(option.name().matches("[a-z][a-z0-9-]*"), option.name());
      assertFalse(option.description().isBlank(), option.name());
      defaults.put(option.name(), option.defaultValue());
    }
    plugin().trainer(new TrainingConfig(SEED, defaults), alone());
  }

  @Test
  void trainer_unknownOption_isRefusedByName() {
    TrainingConfig config = new TrainingConfig(SEED, Map.of("no-such-option", "1"));
    PluginException refusal = assertThrows(
        PluginException.class, () -> plugin().trainer(config, alone()));
    assertEquals(PluginException.Kind.INVALID_ARGUMENT, refusal.kind());
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("no-such-option"), refusal.getMessage());
  }

  @Test
  void train_twice_givesTheSameBits() {
    assertArrayEquals(allScores(trained().model()), allScores(trained().model()));
  }

  @Test
  void train_onMoreThreads_givesTheSameBits() {
    assertArrayEquals(
        allScores(trained().model()), allScores(train(options(), data(), together()).model()));
  }

  @Test
  void train_withItsEffectiveOptions_givesTheSameBits() {
    TrainedModel first = trained();
    TrainedModel again = train(first.effective(), data(), alone());
    assertArrayEquals(allScores(first.model()), allScores(again.model()));
    assertEquals(first.effective(), again.effective());
    assertEquals(
        plugin().options().stream().map(TrainingOption::name).sorted().toList(),
        first.effective().keySet().stream().sorted().toList());
  }

  @Test
  void train_anotherSeed_givesAnotherModelWhereTheSeedMatters() {
    RecommenderModel other = plugin().trainer(new TrainingConfig(SEED + 1, options()), alone())
        .train(data(), report -> {})
        .model();
    assertEquals(
        seedMatters(), !Arrays.equals(allScores(trained().model()), allScores(other)),
        "whether another seed gives another model");
  }

  @Test
  void train_withoutOneUser_changesTheOthersThroughThatUserAlone() {
    if (seedMatters()) {
      assertEquals(List.of(), new Coupling(plugin(), options(), alone()).broken(data(), SEED));
    }
  }

  @Test
  void learntArrays_nameWhatIsSaved() {
    assertEquals(List.of(), LearntArrays.broken(plugin(), trained().model()));
  }

  @Test
  void train_scoresWhatWasLikedAboveTheRest() {
    InteractionView training = data().training();
    RecommenderModel model = trained().model();
    float[] scores = allScores(model);
    BitSet liked = new BitSet(scores.length);
    for (int position : training.positions()) {
      if (training.all().value(position) > 3) {
        liked
            .set(training.all().user(position) * model.itemCount() + training.all().item(position));
      }
    }
    double gap = mean(scores, liked::get) - mean(scores, pair -> !liked.get(pair));
    assertTrue(gap > 0.1, "liked items score only " + gap + " above the rest");
  }

  private static double mean(float[] scores, IntPredicate counted) {
    return IntStream.range(0, scores.length)
        .filter(counted)
        .mapToDouble(pair -> scores[pair])
        .average()
        .orElseThrow();
  }

  @Test
  void train_reportsEveryEpochInOrder() {
    List<TrainingProgress> reports = new ArrayList<>();
    train(options(), data(), alone(), reports::add);
    assertFalse(reports.isEmpty());
    for (int k = 1; k < reports.size(); k++) {
      if (reports.get(k).phase().equals(reports.get(k - 1).phase())) {
        assertEquals(reports.get(k - 1).epoch() + 1, reports.get(k).epoch());
      }
    }
    assertTrue(
        reports.stream()
            .allMatch(
                report -> report.epoch() <= report.epochsMax() && Double.isFinite(report.loss())
                    && !report.remaining().isNegative()));
  }

  @Test
  void train_interrupted_isCancelled() {
    Thread.currentThread().interrupt();
    try {
      PluginException cancelled = assertThrows(PluginException.class, this::trained);
      assertEquals(PluginException.Kind.CANCELLED, cancelled.kind());
    } finally {
      assertTrue(Thread.interrupted(), "the interrupt is for the host to see and clear");
    }
  }

  @Test
  void topItems_agreesWithScoresAndLeavesExcludedOut() {
    RecommenderModel model = trained().model();
    int[] excluded = {0, 3, model.itemCount() - 1};
    int[] items = new int[model.itemCount()];
    float[] scores = new float[items.length];
    for (int user = 0; user < model.userCount(); user++) {
      int filled = model.topItems(user, excluded, items, scores);
      assertEquals(model.itemCount() - excluded.length, filled);
      float[] expected = new float[filled];
      model.score(user, Arrays.copyOf(items, filled), expected);
      assertArrayEquals(expected, Arrays.copyOf(scores, filled), 1e-5f);
      for (int k = 0; k < filled; k++) {
        assertTrue(Arrays.binarySearch(excluded, items[k]) < 0);
        assertTrue(
            k == 0 || scores[k - 1] > scores[k]
                || (scores[k - 1] == scores[k] && items[k - 1] < items[k]));
      }
    }
  }

  @Test
  void score_outOfRange_isRefused() {
    RecommenderModel model = trained().model();
    int[] beyond = {model.itemCount()};
    int[] below = {-1};
    int[] fine = {0};
    float[] scores = new float[1];
    assertThrows(IndexOutOfBoundsException.class, () -> model.score(0, beyond, scores));
    assertThrows(IndexOutOfBoundsException.class, () -> model.score(0, below, scores));
    assertThrows(
        IndexOutOfBoundsException.class, () -> model.score(model.userCount(), fine, scores));
  }

  @Test
  void load_ofSaved_scoresTheSameBits() {
    RecommenderModel model = trained().model();
    assertEquals(List.of(), Loading.broken(plugin(), model, data().training(), together()));
    assertEquals(plugin().name(), plugin().save(model).plugin());
  }

  /** One test, as for histories. */
  @Test
  void learning_isAsTheContractSays() {
    RecommenderModel model = trained().model();
    assertEquals(
        learns(), model instanceof LearningModel,
        "whether learns() is overridden, and whether the model is a LearningModel");
    if (learns()) {
      LearningChecks checks = new LearningChecks(
          assertInstanceOf(LearningModel.class, model), data().training());
      checks.model_staysAsItWas();
      checks.again_andOnMoreThreads_givesTheSameBits(
          assertInstanceOf(LearningModel.class, train(options(), data(), together()).model()));
      checks.indices_keepAndGrow();
      checks.newcomers_likeWhatTheyChose();
      checks.parts_oneAfterAnother_areLearned();
      checks.topItems_agreeWithScores();
      checks.nothing_changesNothing();
      checks.interrupt_isHonoured();
    }
  }

  /** One test, so that a family that takes no histories has none that checks nothing. */
  @Test
  void histories_areAnsweredAsTheContractSays() {
    RecommenderModel model = trained().model();
    assertEquals(
        ownHistoryDistance().isPresent(), model instanceof HistoryModel,
        "whether ownHistoryDistance is overridden, and whether the model is a HistoryModel");
    if (ownHistoryDistance().isPresent()) {
      HistoryChecks checks = new HistoryChecks(
          assertInstanceOf(HistoryModel.class, model), data().training());
      checks.firstAnswers_toManyThreadsAtOnce_haveTheSameBits();
      checks.orderOfAHistory_countsForNothing();
      checks.topItems_agreeWithScores();
      checks.indices_outOfRange_areRefused();
      double own = checks.distanceOfOwnHistories();
      double most = ownHistoryDistance().getAsDouble();
      assertTrue(own <= most, () -> "own histories are %s away, at most %s".formatted(own, most));
      double other = checks.distanceOfOtherHistories();
      assertTrue(other > own + .1, () -> "others' are %s away, own %s".formatted(other, own));
    }
  }
}
