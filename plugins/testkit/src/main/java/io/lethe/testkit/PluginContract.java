package io.lethe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.checks.Measure;
import io.lethe.checks.ModelCheck;
import io.lethe.checks.family.CouplingCheck;
import io.lethe.checks.family.Family;
import io.lethe.checks.family.LearntArraysCheck;
import io.lethe.checks.family.ListsCheck;
import io.lethe.checks.family.LoadingCheck;
import io.lethe.checks.family.OptionsCheck;
import io.lethe.checks.family.RepeatingCheck;
import io.lethe.checks.family.TrainingCheck;
import io.lethe.spi.HistoryModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.LearningModel;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingProgress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every plugin promises: options, training, scoring, saving. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PluginContract {

  private static final long SEED = 42;
  private static final int THREADS = 3;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  private @Nullable TrainedModel shared;

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

  /** Whether the family's models tell which rows moved between two of them. */
  protected boolean tellsWhatMoved() {
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

  /**
   * One training for all tests of a class that only ask its model: a training gives the same bits each
   * time, and a model stays as it is, which tests on trainings of their own hold a plugin to.
   */
  final synchronized TrainedModel shared() {
    TrainedModel known = shared;
    if (known == null) {
      known = trained();
      shared = known;
    }
    return known;
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

  /** Nothing that was measured breaks a promise; the text says which one, where, and why. */
  static void assertKept(List<Measure> measures) {
    assertEquals(List.of(), ModelCheck.broken(measures).stream().map(Measure::text).toList());
  }

  private Family family() {
    return new Family(plugin(), options(), SEED, alone());
  }

  @Test
  void options_areNamedTakenByDefaultAndRefusedByName() {
    assertKept(OptionsCheck.measures(family()));
  }

  @Test
  void train_again_onMoreThreads_withItsEffectiveOptions_givesTheSameBits() {
    TrainedModel first = shared();
    assertKept(RepeatingCheck.measures(family(), first, data(), together()));
    assertEquals(
        first.effective(), train(first.effective(), data(), alone()).effective(),
        "the effective options of a training with them");
  }

  @Test
  void train_anotherSeed_givesAnotherModelWhereTheSeedMatters() {
    RecommenderModel other = plugin().trainer(new TrainingConfig(SEED + 1, options()), alone())
        .train(data(), report -> {})
        .model();
    assertEquals(
        seedMatters(), !Arrays.equals(allScores(shared().model()), allScores(other)),
        "whether another seed gives another model");
  }

  @Test
  void train_withoutOneUser_changesTheOthersThroughThatUserAlone() {
    if (seedMatters()) {
      assertKept(List.of(CouplingCheck.measure(family(), data())));
    }
  }

  @Test
  void learntArrays_nameWhatIsSaved() {
    assertKept(LearntArraysCheck.measures(plugin(), shared().model()));
  }

  @Test
  void train_scoresWhatWasLikedAboveTheRest() {
    assertKept(List.of(TrainingCheck.learning(shared().model(), data().training())));
  }

  @Test
  void train_reportsEveryEpochInOrder() {
    List<TrainingProgress> reports = new ArrayList<>();
    train(options(), data(), alone(), reports::add);
    assertKept(List.of(TrainingCheck.progress(reports)));
  }

  @Test
  void train_interrupted_isCancelled() {
    assertKept(List.of(TrainingCheck.stopping(family(), data())));
  }

  @Test
  void lists_agreeWithScoresAndIndicesOutOfRangeAreRefused() {
    assertKept(ListsCheck.measures(shared().model()));
  }

  @Test
  void load_ofSaved_scoresTheSameBits() {
    assertKept(LoadingCheck.measures(family(), shared().model(), data().training()));
  }

  /** One test, as for histories. */
  @Test
  void learning_isAsTheContractSays() {
    RecommenderModel model = shared().model();
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

  /** One test, as for histories. */
  @Test
  void movedRows_areAllThatScoresMayDifferBy() {
    RecommenderModel model = shared().model();
    assertEquals(
        tellsWhatMoved(), model.movedSince(model).isPresent(),
        "whether tellsWhatMoved() is overridden, and whether movedSince() is");
    if (tellsWhatMoved()) {
      MovedRowsChecks checks = new MovedRowsChecks(model, data().training());
      checks.sameModel_nothingMoved();
      checks.anotherTraining_isComparedOrNot_andNeverWrong(
          plugin().trainer(new TrainingConfig(SEED + 1, options()), alone())
              .train(data(), report -> {})
              .model());
      checks.deltas_moveWhatTheyName();
      checks.lessons_moveWhatTheyName();
      checks.refits_moveWhatTheyName();
    }
  }

  /** One test, so that a family that takes no histories has none that checks nothing. */
  @Test
  void histories_areAnsweredAsTheContractSays() {
    // Of its own: what a model builds at its first answer is not there yet.
    RecommenderModel model = trained().model();
    assertEquals(
        ownHistoryDistance().isPresent(), model instanceof HistoryModel,
        "whether ownHistoryDistance is overridden, and whether the model is a HistoryModel");
    if (ownHistoryDistance().isPresent()) {
      HistoryChecks checks = new HistoryChecks(
          assertInstanceOf(HistoryModel.class, model), data().training());
      checks.firstAnswers_toManyThreadsAtOnce_haveTheSameBits();
      checks.orderOfAHistory_countsWhereTheModelSaysSo();
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
