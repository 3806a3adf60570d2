package io.lethe.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.HistoryModel;
import io.lethe.spi.InteractionView;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What a {@link HistoryModel} promises, for the histories of the users it was trained on and for parts
 * of them.
 */
final class HistoryChecks {

  private final HistoryModel model;
  private final InteractionView trainedOn;

  /** Checks of a model. */
  HistoryChecks(HistoryModel model, InteractionView trainedOn) {
    this.model = model;
    this.trainedOn = trainedOn;
  }

  private record Given(int[] items, float[] values) {

    Given shuffled(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int[] order = IntStream.range(0, items.length).toArray();
      for (int k = order.length - 1; k > 0; k--) {
        int other = random.nextInt(k + 1);
        int kept = order[k];
        order[k] = order[other];
        order[other] = kept;
      }
      return at(order);
    }

    Given first(int count) {
      return at(IntStream.range(0, count).toArray());
    }

    private Given at(int[] order) {
      float[] picked = new float[order.length];
      for (int k = 0; k < picked.length; k++) {
        picked[k] = values[order[k]];
      }
      return new Given(IntStream.of(order).map(k -> items[k]).toArray(), picked);
    }
  }

  /** What a user was trained on; the kit's data repeat no pair. */
  private Given own(int user) {
    int[] positions = IntStream.of(trainedOn.positions())
        .filter(position -> trainedOn.all().user(position) == user)
        .toArray();
    float[] values = new float[positions.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = trainedOn.all().value(positions[k]);
    }
    return new Given(IntStream.of(positions).map(trainedOn.all()::item).toArray(), values);
  }

  private float[] scores(Given given) {
    float[] scores = new float[model.itemCount()];
    model.score(given.items, given.values, allItems(), scores);
    return scores;
  }

  private int[] allItems() {
    return IntStream.range(0, model.itemCount()).toArray();
  }

  /** What a model finds when it is first asked may be found by several threads at once. */
  void firstAnswers_toManyThreadsAtOnce_haveTheSameBits() {
    List<float[]> atOnce = IntStream.range(0, model.userCount())
        .parallel()
        .mapToObj(user -> scores(own(user)))
        .toList();
    for (int user = 0; user < model.userCount(); user++) {
      assertArrayEquals(scores(own(user)), atOnce.get(user));
    }
  }

  /**
   * The order counts for nothing, not for a bit, unless the model says that it reads it; the caller's
   * arrays stay as they are.
   */
  void orderOfAHistory_countsWhereTheModelSaysSo() {
    int changed = 0;
    for (int user = 0; user < model.userCount(); user++) {
      Given given = own(user);
      Given kept = given.shuffled(user);
      Given shuffled = given.shuffled(user);
      float[] expected = scores(given);
      assertArrayEquals(expected, scores(given), "asked again");
      float[] inAnotherOrder = scores(shuffled);
      if (!model.readsOrder()) {
        assertArrayEquals(expected, inAnotherOrder, "in another order");
      }
      changed += Arrays.equals(expected, inAnotherOrder) ? 0 : 1;
      assertArrayEquals(kept.items, shuffled.items, "only read");
      assertArrayEquals(kept.values, shuffled.values, "only read");
      for (float score : expected) {
        assertTrue(Float.isFinite(score), () -> "score " + score);
      }
    }
    assertEquals(
        model.readsOrder(), changed > 0,
        "whether readsOrder() is so, and another order is another" + " answer for any user");
  }

  /** Short and long ones, down to one interaction, so that each way to solve is met. */
  void topItems_agreeWithScores() {
    int[] excluded = {0, 3, model.itemCount() - 1};
    int[] exclusions = excluded.clone();
    int[] items = new int[model.itemCount()];
    float[] scores = new float[items.length];
    for (int user = 0; user < model.userCount(); user++) {
      Given given = own(user).first(1 + user % own(user).items.length);
      int filled = model.topItems(given.items, given.values, excluded, items, scores);
      assertEquals(items.length - excluded.length, filled);
      float[] expected = new float[filled];
      model.score(given.items, given.values, Arrays.copyOf(items, filled), expected);
      assertArrayEquals(expected, Arrays.copyOf(scores, filled), 1e-5f);
      for (int k = 0; k < filled; k++) {
        assertTrue(Arrays.binarySearch(excluded, items[k]) < 0, "excluded");
        assertTrue(
            k == 0 || scores[k - 1] > scores[k]
                || (scores[k - 1] == scores[k] && items[k - 1] < items[k]),
            "best first");
      }
    }
    assertArrayEquals(exclusions, excluded, "only read");
  }

  void indices_outOfRange_areRefused() {
    int[] items = {0};
    float[] scores = new float[1];
    float[] values = {5};
    for (int wrong : new int[]{-1, model.itemCount()}) {
      int[] beyond = {wrong};
      assertThrows(
          IndexOutOfBoundsException.class, () -> model.score(beyond, values, items, scores));
      assertThrows(
          IndexOutOfBoundsException.class, () -> model.score(items, values, beyond, scores));
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> model.topItems(beyond, values, new int[0], items, scores));
    }
  }

  /** How far the scores of the users' own histories are from their own. */
  double distanceOfOwnHistories() {
    return distance(0);
  }

  /** How far the scores of the next users' histories are: what a distance is that says nothing. */
  double distanceOfOtherHistories() {
    return distance(1);
  }

  /** 1 minus the correlation of a user's scores with a history's, the mean over users. */
  private double distance(int next) {
    double sum = 0;
    for (int user = 0; user < model.userCount(); user++) {
      float[] own = new float[model.itemCount()];
      model.score(user, allItems(), own);
      sum += 1 - Vectors.correlation(own, scores(own((user + next) % model.userCount())));
    }
    return sum / model.userCount();
  }
}
