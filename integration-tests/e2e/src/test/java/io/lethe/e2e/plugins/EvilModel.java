package io.lethe.e2e.plugins;

import io.lethe.spi.RecommenderModel;
import java.util.Arrays;

/** Recommends the last items first, or misbehaves. */
class EvilModel implements RecommenderModel {

  private final String mode;
  private final int users;
  private final int items;

  EvilModel(String mode, int users, int items) {
    this.mode = mode;
    this.users = users;
    this.items = items;
  }

  @Override
  public final int userCount() {
    return users;
  }

  @Override
  public final int itemCount() {
    return items;
  }

  @Override
  public final void score(int user, int[] wanted, float[] scores) {
    Evil.doIf(mode, serving() ? "score" : "trial");
    for (int k = 0; k < wanted.length; k++) {
      scores[k] = does("score nan") ? Float.NaN : wanted[k];
    }
  }

  @Override
  public final int topItems(int user, int[] excluded, int[] best, float[] scores) {
    Evil.doIf(mode, serving() ? "score" : "trial");
    int found = 0;
    for (int item = items - 1; item >= 0 && found < best.length; item--) {
      if (Arrays.binarySearch(excluded, item) < 0) {
        best[found] = does("score shape") ? items + 7 : item;
        scores[found++] = does("score nan") ? Float.NaN : item;
      }
    }
    return does("score count") ? best.length + 1 : found;
  }

  private boolean does(String what) {
    return mode.equals(what) && serving();
  }

  /** Elsewhere it is on trial: the server looks at its lists before it lets it serve. */
  private static boolean serving() {
    return Thread.currentThread().getName().startsWith("lethe-serving-");
  }
}
