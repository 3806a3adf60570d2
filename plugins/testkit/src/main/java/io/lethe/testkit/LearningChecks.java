package io.lethe.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.Addition;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Learned;
import io.lethe.spi.LearningModel;
import io.lethe.spi.PluginException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What a {@link LearningModel} promises, asked of a trained one. It learns of two known users, a
 * changed mind, a new item and two new users, all at once.
 */
final class LearningChecks {

  private static final float LIKED = 5;
  private static final int[] CHOSEN = {1, 4, 6, 9};

  private final LearningModel model;
  private final InteractionView trained;
  private final GrowingLog log;
  private final Addition addition;
  private final int newUser;
  private final int newItem;

  LearningChecks(LearningModel model, InteractionView trained) {
    this.model = model;
    this.trained = trained;
    this.log = GrowingLog.of(trained);
    this.newUser = model.userCount();
    this.newItem = model.itemCount();
    for (int item : CHOSEN) {
      log.add(newUser, item, LIKED);
    }
    log.add(newUser + 1, newItem, LIKED);
    log.add(newUser + 1, CHOSEN[0], LIKED);
    log.add(2, newItem, LIKED);
    log.add(3, newItem, LIKED);
    int again = trained.positions()[0];
    log.add(trained.all().user(again), trained.all().item(again), 6 - trained.all().value(again));
    this.addition = log.since(trained);
  }

  private LearningModel learned() {
    return model.learn(addition).model();
  }

  void model_staysAsItWas() {
    float[] before = PluginContract.allScores(model);
    Learned learned = model.learn(addition);
    assertArrayEquals(before, PluginContract.allScores(model));
    assertEquals(newUser, model.userCount());
    assertEquals(newItem, model.itemCount());
    assertTrue(learned.changedRows() > 0);
  }

  void again_andOnMoreThreads_givesTheSameBits(LearningModel together) {
    float[] expected = PluginContract.allScores(learned());
    assertArrayEquals(expected, PluginContract.allScores(learned()));
    assertArrayEquals(expected, PluginContract.allScores(together.learn(addition).model()));
  }

  /** Those who were not in the addition score nearly as before: an index still means the same user. */
  void indices_keepAndGrow() {
    LearningModel next = learned();
    assertEquals(newUser + 2, next.userCount());
    assertEquals(newItem + 1, next.itemCount());
    float[] before = new float[newItem];
    float[] after = new float[newItem];
    int[] items = IntStream.range(0, newItem).toArray();
    for (int user = 4; user < newUser; user++) {
      model.score(user, items, before);
      next.score(user, items, after);
      assertTrue(Vectors.correlation(before, after) > 0.9, "user " + user);
    }
  }

  void newcomers_likeWhatTheyChose() {
    LearningModel next = learned();
    for (float score : PluginContract.allScores(next)) {
      assertTrue(Float.isFinite(score), () -> "score " + score);
    }
    int[] all = IntStream.range(0, newItem).toArray();
    float[] scores = new float[newItem];
    next.score(newUser, all, scores);
    double chosen = Arrays.stream(CHOSEN).mapToDouble(item -> scores[item]).average().orElseThrow();
    double mean = Arrays.stream(all).mapToDouble(item -> scores[item]).average().orElseThrow();
    assertTrue(chosen > mean, () -> "chosen items score %s, all %s".formatted(chosen, mean));
    double choosers = IntStream.of(2, 3, newUser + 1)
        .mapToDouble(user -> score(next, user, newItem))
        .average()
        .orElseThrow();
    double everybody = IntStream.range(0, next.userCount())
        .mapToDouble(user -> score(next, user, newItem))
        .average()
        .orElseThrow();
    assertTrue(
        choosers > everybody,
        () -> "the new item scores %s where chosen, %s elsewhere".formatted(choosers, everybody));
  }

  private static float score(LearningModel model, int user, int item) {
    float[] score = new float[1];
    model.score(user, new int[]{item}, score);
    return score[0];
  }

  /** Each row alone, and then all at once: the same users, items and about the same lists. */
  void parts_oneAfterAnother_areLearned() {
    GrowingLog parts = GrowingLog.of(trained);
    LearningModel next = model;
    for (int position : addition.added()) {
      InteractionView before = parts.view();
      parts.add(
          addition.after().all().user(position), addition.after().all().item(position),
          addition.after().all().value(position));
      next = next.learn(parts.since(before)).model();
    }
    float[] inParts = PluginContract.allScores(next);
    double same = Vectors.correlation(PluginContract.allScores(learned()), inParts);
    assertTrue(same > 0.95, () -> "correlation of learning in parts and at once " + same);
  }

  void topItems_agreeWithScores() {
    LearningModel next = learned();
    int[] items = new int[next.itemCount()];
    float[] scores = new float[items.length];
    int[] excluded = {0, newItem};
    for (int user : new int[]{0, 2, newUser, newUser + 1}) {
      int filled = next.topItems(user, excluded, items, scores);
      assertEquals(next.itemCount() - 2, filled);
      for (int k = 0; k < filled; k++) {
        assertEquals(score(next, user, items[k]), scores[k], 1e-5);
        assertFalse(items[k] == 0 || items[k] == newItem, "excluded");
        assertTrue(k == 0 || scores[k - 1] >= scores[k], "best first");
      }
    }
  }

  void nothing_changesNothing() {
    Learned learned = model.learn(new Addition(trained, trained));
    assertEquals(0, learned.changedRows());
    assertEquals(0, learned.residual());
    assertArrayEquals(PluginContract.allScores(model), PluginContract.allScores(learned.model()));
  }

  void interrupt_isHonoured() {
    Thread.currentThread().interrupt();
    try {
      PluginException cancelled = assertThrows(PluginException.class, () -> model.learn(addition));
      assertEquals(PluginException.Kind.CANCELLED, cancelled.kind());
    } finally {
      assertTrue(Thread.interrupted(), "the interrupt is for the host to see and clear");
    }
  }
}
