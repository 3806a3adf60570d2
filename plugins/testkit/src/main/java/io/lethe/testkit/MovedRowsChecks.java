package io.lethe.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.EmbeddingModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.LearningModel;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderModel.MovedRows;
import io.lethe.spi.RefittableModel;
import io.lethe.spi.Removal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What {@link RecommenderModel#movedSince} promises, asked of a model and of thousands that were made of
 * it: whatever is not named scores as before, to the last bit, and lists rank by these very bits.
 */
final class MovedRowsChecks {

  private static final int DELTAS = 1_000;
  private static final int LESSONS = 30;
  private static final int REFITS = 10;

  private final RecommenderModel model;
  private final InteractionView trained;
  private final Random random = new Random(5);

  MovedRowsChecks(RecommenderModel model, InteractionView trained) {
    this.model = model;
    this.trained = trained;
  }

  void sameModel_nothingMoved() {
    MovedRows moved = model.movedSince(model).orElseThrow();
    assertEquals(0, moved.users().length + moved.items().length);
  }

  void anotherTraining_isComparedOrNot_andNeverWrong(RecommenderModel other) {
    other.movedSince(model).ifPresent(moved -> check(model, other, moved));
  }

  /** Rows that were moved, dropped, and neither, by steps in final space as erasures take them. */
  void deltas_moveWhatTheyName() {
    if (!(model instanceof EmbeddingModel first)) {
      return;
    }
    ParameterLayout layout = first.inFinalSpace().layout();
    EmbeddingModel before = first;
    for (int k = 0; k < DELTAS; k++) {
      int[] users = some(model.userCount(), 3);
      int[] items = some(model.itemCount(), 3);
      int[] droppedItems = IntStream.range(0, model.itemCount())
          .filter(item -> random.nextInt(40) == 0 && Arrays.binarySearch(items, item) < 0)
          .toArray();
      ParameterSelection selection = ParameterSelection.of(layout, List.of(users, items));
      EmbeddingModel after = before.withFinalDelta(
          trained,
          new ParameterDelta(
              selection, amounts(selection.length()),
              ParameterSelection.of(layout, List.of(new int[0], droppedItems))));
      MovedRows moved = moved(before, after);
      assertWithin(moved.users(), users);
      assertWithin(
          moved.items(),
          IntStream.concat(Arrays.stream(items), Arrays.stream(droppedItems)).sorted().toArray());
      before = k % 50 == 0 ? first : after;
    }
  }

  private int[] some(int bound, int most) {
    return random.ints(random.nextInt(most + 1), 0, bound).sorted().distinct().toArray();
  }

  private float[] amounts(int length) {
    float[] amounts = new float[length];
    for (int k = 0; k < length; k++) {
      amounts[k] = (float) random.nextGaussian() / 10;
    }
    return amounts;
  }

  private static void assertWithin(int[] named, int[] touched) {
    for (int row : named) {
      assertTrue(Arrays.binarySearch(touched, row) >= 0, () -> "row " + row + " did not move");
    }
  }

  /** Of what models were made one after the other, and of what each was made of the first. */
  void lessons_moveWhatTheyName() {
    if (!(model instanceof LearningModel first)) {
      return;
    }
    GrowingLog log = GrowingLog.of(trained);
    LearningModel before = first;
    for (int k = 0; k < LESSONS; k++) {
      InteractionView known = log.view();
      log.add(random.nextInt(model.userCount() + k / 3 + 1), random.nextInt(model.itemCount()), 5);
      LearningModel after = before.learn(log.since(known)).model();
      moved(before, after);
      moved(first, after);
      before = after;
    }
  }

  void refits_moveWhatTheyName() {
    if (!(model instanceof RefittableModel first)) {
      return;
    }
    int[] positions = trained.positions();
    for (int k = 0; k < REFITS; k++) {
      int[] gone = {positions[random.nextInt(positions.length)]};
      moved(
          first,
          first.refit(new Removal(trained, trained.all().at(gone), trained.without(gone))).model());
    }
  }

  private static MovedRows moved(RecommenderModel before, RecommenderModel after) {
    MovedRows moved = after.movedSince(before).orElseThrow();
    check(before, after, moved);
    return moved;
  }

  private static void check(RecommenderModel before, RecommenderModel after, MovedRows moved) {
    int[] items = IntStream.range(0, Math.min(before.itemCount(), after.itemCount()))
        .filter(item -> Arrays.binarySearch(moved.items(), item) < 0)
        .toArray();
    float[] was = new float[items.length];
    float[] is = new float[items.length];
    for (int user = 0; user < Math.min(before.userCount(), after.userCount()); user++) {
      if (Arrays.binarySearch(moved.users(), user) < 0) {
        before.score(user, items, was);
        after.score(user, items, is);
        assertArrayEquals(was, is, "scores of user " + user);
      }
    }
    checkList(after, after.userCount() - 1);
  }

  private static void checkList(RecommenderModel model, int user) {
    int[] items = new int[model.itemCount()];
    float[] scores = new float[items.length];
    int filled = model.topItems(user, new int[0], items, scores);
    float[] alone = new float[filled];
    model.score(user, Arrays.copyOf(items, filled), alone);
    assertArrayEquals(alone, Arrays.copyOf(scores, filled), "scores of a list");
    for (int k = 1; k < filled; k++) {
      assertTrue(
          scores[k] < scores[k - 1] || (scores[k] == scores[k - 1] && items[k] > items[k - 1]),
          "equal scores, the lower index first");
    }
  }
}
