package io.lethe.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.Refit;
import io.lethe.spi.RefittableModel;
import io.lethe.spi.Removal;
import io.lethe.spi.Tensor;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingData;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a family promises whose objective is quadratic with one minimum: for it the influence function is
 * no estimate. One Newton step made of its derivatives, its own {@link RefittableModel#refit} and a
 * training on what stays agree to rounding, on all pairs of users and items.
 */
public abstract class ExactForgettingContract extends DifferentiablePluginContract {

  private static final double SCORE_TOLERANCE = 1e-6;
  private static final double SEQUENCE_TOLERANCE = 1e-5;
  private static final double MOVED_AT_LEAST = 1e-4;

  /** For subclasses. */
  protected ExactForgettingContract() {}

  /** What is forgotten. */
  enum Forgotten {
    ONE_USER,
    FIVE_INTERACTIONS,
    ONE_ITEM,
    FOUR_USERS,
    ITEM_AND_USERS,
    EVERY_THIRD;

    boolean holds(int position, int user, int item) {
      return switch (this) {
        case ONE_USER -> user == 3;
        case FIVE_INTERACTIONS -> position % 31 == 7 && position < 155;
        case ONE_ITEM -> item == 2;
        case FOUR_USERS -> user % 8 == 5;
        case ITEM_AND_USERS -> item == 1 || user == 9 || user == 10 || position % 40 == 11;
        case EVERY_THIRD -> position % 3 == 0;
      };
    }
  }

  private static InteractionView whole() {
    return InteractionView.of(new SyntheticRatings(7, 32, 12, 5).generate());
  }

  private static Removal removal(Forgotten forgotten) {
    InteractionView all = whole();
    return removal(
        all,
        position -> forgotten.holds(position, all.all().user(position), all.all().item(position)));
  }

  private static Removal removal(InteractionView from, IntPredicate goes) {
    return Removal.of(from, IntStream.of(from.positions()).filter(goes).toArray());
  }

  private TrainedModel trainedOn(
      InteractionView view, Map<String, String> options, PluginContext context) {
    InteractionView nothing = InteractionView.of(view.all().at(new int[0]));
    return train(options, new TrainingData(view, nothing), context);
  }

  private RefittableModel original(PluginContext context) {
    return assertInstanceOf(RefittableModel.class, trainedOn(whole(), options(), context).model());
  }

  /** Trained on less with the options the first training used: nothing else may differ. */
  private RecommenderModel retrained(InteractionView retained) {
    Map<String, String> used = trainedOn(whole(), options(), alone()).effective();
    return trainedOn(retained, used, alone()).model();
  }

  private static double distance(RecommenderModel left, RecommenderModel right) {
    float[] one = allScores(left);
    float[] other = allScores(right);
    return IntStream.range(0, one.length)
        .mapToDouble(k -> Math.abs((double) one[k] - other[k]))
        .max()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Forgotten.class)
  void refit_anything_equalsRetraining(Forgotten forgotten) {
    Removal removal = removal(forgotten);
    RefittableModel original = original(alone());
    RecommenderModel retrained = retrained(removal.retained());
    assertTrue(
        distance(original, retrained) > MOVED_AT_LEAST,
        "forgetting must show, or this test could not fail");
    Refit refit = original.refit(removal);
    assertTrue(refit.exact(), () -> "residual " + refit.residual());
    assertEquals(0, distance(refit.model(), retrained), SCORE_TOLERANCE);
    assertTrue(refit.changedRows() <= original.refitRows(removal));
    assertEquals(original.userCount(), refit.model().userCount());
    assertEquals(original.itemCount(), refit.model().itemCount());
  }

  @ParameterizedTest
  @EnumSource(Forgotten.class)
  void influenceUpdate_oneNewtonStep_equalsRetraining(Forgotten forgotten) {
    Removal removal = removal(forgotten);
    DifferentiableModel original = assertInstanceOf(DifferentiableModel.class, original(alone()));
    DifferentiableModel updated = DenseNewton
        .oneStep(original.viewedOn(removal.retained()), removal.retained());
    assertEquals(0, distance(updated, retrained(removal.retained())), SCORE_TOLERANCE);
  }

  @Test
  void refit_usersOneAfterAnother_equalsRetraining() {
    RefittableModel model = original(alone());
    InteractionView view = whole();
    for (int user = 0; user < 24; user++) {
      int leaves = user;
      Removal removal = removal(view, position -> whole().all().user(position) == leaves);
      Refit refit = model.refit(removal);
      assertTrue(refit.exact(), () -> "user %d: %s".formatted(leaves, refit.residual()));
      model = refit.model();
      view = removal.retained();
      if (user % 10 == 9) {
        model = model.consolidate();
      }
    }
    assertEquals(0, distance(model, retrained(view)), SEQUENCE_TOLERANCE);
  }

  @Test
  void refit_interactionsOneAfterAnother_equalsRetraining() {
    RefittableModel model = original(alone());
    InteractionView view = whole();
    for (int position = 0; position < view.all().size(); position += 2) {
      int goes = position;
      Removal removal = removal(view, at -> at == goes);
      Refit refit = model.refit(removal);
      assertTrue(refit.exact(), () -> "position %d: %s".formatted(goes, refit.residual()));
      model = refit.model();
      view = removal.retained();
    }
    assertEquals(0, distance(model, retrained(view)), SEQUENCE_TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource(Forgotten.class)
  void refit_anything_leavesTheModelAloneAndIsTheSameOnMoreThreads(Forgotten forgotten) {
    RefittableModel original = original(alone());
    float[] scores = allScores(original);
    List<float[]> before = copies(original);
    RefittableModel next = original.refit(removal(forgotten)).model();
    assertArrayEquals(scores, allScores(original));
    assertArrayEquals(before.toArray(), copies(original).toArray());
    RefittableModel together = original(together()).refit(removal(forgotten)).model();
    assertArrayEquals(copies(next).toArray(), copies(together).toArray());
    assertArrayEquals(
        copies(next.consolidate()).toArray(), copies(together.consolidate()).toArray());
  }

  @ParameterizedTest
  @EnumSource(Forgotten.class)
  void consolidate_refitted_changesRoundingAloneAndSharesNothing(Forgotten forgotten) {
    RefittableModel original = original(alone());
    assertTrue(original.consolidated(), "a trained model holds nothing else");
    RefittableModel next = original.refit(removal(forgotten)).model();
    RefittableModel consolidated = next.consolidate();
    assertTrue(consolidated.consolidated());
    assertEquals(0, distance(next, consolidated), SCORE_TOLERANCE);
    Set<float[]> parents = Collections.newSetFromMap(new IdentityHashMap<>());
    parents.addAll(arrays(original));
    assertFalse(arrays(consolidated).stream().anyMatch(parents::contains));
    assertTrue(arrays(next).stream().anyMatch(parents::contains) || next.consolidated());
  }

  @ParameterizedTest
  @EnumSource(Forgotten.class)
  void load_ofRefitted_scoresTheSameBitsAndRefitsOn(Forgotten forgotten) {
    Removal removal = removal(forgotten);
    RefittableModel next = original(alone()).refit(removal).model();
    RefittableModel loaded = assertInstanceOf(
        RefittableModel.class, plugin().load(plugin().save(next), removal.retained(), alone()));
    assertArrayEquals(allScores(next), allScores(loaded));
    Removal more = removal(removal.retained(), position -> whole().all().user(position) == 20);
    assertArrayEquals(allScores(next.refit(more).model()), allScores(loaded.refit(more).model()));
  }

  private List<float[]> arrays(RecommenderModel model) {
    return plugin().save(model)
        .tensors()
        .stream()
        .map(Tensor::chunks)
        .flatMap(List::stream)
        .toList();
  }

  private List<float[]> copies(RecommenderModel model) {
    return arrays(model).stream().map(float[]::clone).toList();
  }
}
