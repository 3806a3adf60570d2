package io.lethe.evaluation;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;

/** Positions of a view grouped by user (compressed sparse rows). Immutable. */
public final class UserGroups {

  private final int[] starts;
  private final int[] positions;

  /** Groups in O(view + users). */
  public UserGroups(InteractionView view) {
    Interactions all = view.all();
    int[] counted = view.positions();
    this.starts = new int[all.keys().userCount() + 1];
    this.positions = new int[counted.length];
    for (int position : counted) {
      starts[all.user(position) + 1]++;
    }
    for (int user = 1; user < starts.length; user++) {
      starts[user] += starts[user - 1];
    }
    int[] next = starts.clone();
    for (int position : counted) {
      positions[next[all.user(position)]++] = position;
    }
  }

  /** Number of users, those without a position included. */
  public int users() {
    return starts.length - 1;
  }

  /** Where a user's positions begin. */
  public int start(int user) {
    return starts[user];
  }

  /** Number of a user's positions. */
  public int count(int user) {
    return starts[user + 1] - starts[user];
  }

  /** A position by its place in the grouping. */
  public int position(int index) {
    return positions[index];
  }

  /** Items of one user, ascending and distinct. */
  public int[] items(int user, Interactions all) {
    int[] items = new int[count(user)];
    for (int k = 0; k < items.length; k++) {
      items[k] = all.item(positions[starts[user] + k]);
    }
    return java.util.Arrays.stream(items).sorted().distinct().toArray();
  }
}
