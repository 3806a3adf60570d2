package io.lethe.testkit;

import io.lethe.spi.Addition;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.ScoreScale;
import java.util.stream.IntStream;

/**
 * Ratings of which some came after a training: all of eight new users and of a new item, two of every
 * fourth user, and one that was given before. Immutable; values 1 to 5.
 */
public final class LateRatings {

  /** Users in the end. */
  public static final int USERS = 80;

  /** Items in the end. */
  public static final int ITEMS = 51;

  private static final int NEW_USERS = 8;
  private static final int EACH = 12;

  private final InteractionView before;
  private final Addition addition;

  /** The same ratings always. */
  public LateRatings() {
    Interactions all = new SyntheticRatings(5, USERS, ITEMS - 1, EACH).generate();
    GrowingLog log = new GrowingLog();
    add(all, false, log);
    this.before = log.view();
    add(all, true, log);
    log.add(1, all.item(EACH + 1), 1);
    log.add(2, ITEMS - 1, 5);
    log.add(6, ITEMS - 1, 5);
    log.add(USERS - 1, ITEMS - 1, 4);
    this.addition = log.since(before);
  }

  private static void add(Interactions all, boolean late, GrowingLog log) {
    for (int p = 0; p < all.size(); p++) {
      int user = all.user(p);
      boolean isLate = user >= USERS - NEW_USERS || (user % 4 == 0 && p % EACH <= 1);
      if (isLate == late) {
        log.add(user, all.item(p), all.value(p));
      }
    }
  }

  /** What a training knows. */
  public InteractionView before() {
    return before;
  }

  /** Everything. */
  public InteractionView after() {
    return addition.after();
  }

  /** What came. */
  public Addition addition() {
    return addition;
  }

  /** A model's distance to a target over that of another one, on the pairs that came. */
  public double gapOfAdded(RecommenderModel model, RecommenderModel target, RecommenderModel was) {
    Interactions all = after().all();
    int[] pairs = IntStream.of(addition.added())
        .map(position -> all.user(position) * ITEMS + all.item(position))
        .toArray();
    return distance(model, target, pairs) / distance(was, target, pairs);
  }

  /** The same on all pairs of users and items. */
  public double gapOfAll(RecommenderModel model, RecommenderModel target, RecommenderModel was) {
    int[] pairs = IntStream.range(0, USERS * ITEMS).toArray();
    return distance(model, target, pairs) / distance(was, target, pairs);
  }

  /** Root of the summed squares of differences; of probabilities where scores are logits. */
  private static double distance(RecommenderModel left, RecommenderModel right, int[] pairs) {
    return Math.sqrt(
        IntStream.of(pairs)
            .mapToDouble(pair -> score(left, pair) - score(right, pair))
            .map(difference -> difference * difference)
            .sum());
  }

  /** What a model does not know has the score 0. */
  private static double score(RecommenderModel model, int pair) {
    float[] score = new float[1];
    if (pair / ITEMS < model.userCount() && pair % ITEMS < model.itemCount()) {
      model.score(pair / ITEMS, new int[]{pair % ITEMS}, score);
    }
    return model.scoreScale() == ScoreScale.LOGIT ? 1 / (1 + Math.exp(-score[0])) : score[0];
  }
}
