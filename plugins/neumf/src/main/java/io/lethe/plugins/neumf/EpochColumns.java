package io.lethe.plugins.neumf;

import io.lethe.kernels.RowGroups;
import io.lethe.training.EpochSchedule;
import java.util.Arrays;

/** One epoch's loss terms as columns, minibatch after minibatch. Reused; confined to one training. */
final class EpochColumns {

  private final EpochSchedule schedule;
  private final int[] users;
  private final int[] userTerms;
  private final int[] itemTerms;

  EpochColumns(EpochSchedule schedule, int userCount, int itemCount) {
    this.schedule = schedule;
    this.users = new int[schedule.terms()];
    this.userTerms = new int[userCount];
    this.itemTerms = new int[itemCount];
  }

  /** Draws an epoch, counted from 0. */
  void draw(int epoch) {
    schedule.draw(epoch);
    Arrays.fill(userTerms, 0);
    Arrays.fill(itemTerms, 0);
    RowGroups groups = schedule.users().groups();
    for (int b = 0; b < schedule.batches(); b++) {
      for (int g = schedule.users().groupStart(b); g < schedule.users().groupEnd(b); g++) {
        Arrays.fill(users, groups.starts()[g], groups.starts()[g + 1], groups.rows()[g]);
      }
    }
    for (int term = 0; term < users.length; term++) {
      userTerms[users[term]]++;
      itemTerms[item(term)]++;
    }
  }

  int batches() {
    return schedule.batches();
  }

  int terms() {
    return users.length;
  }

  /** First term of a minibatch; that of the next one is its end. */
  int start(int batch) {
    if (batch == schedule.batches()) {
      return terms();
    }
    int group = schedule.users().groupStart(batch);
    return group == schedule.users().groupEnd(batch)
        ? start(batch + 1)
        : schedule.users().groups().starts()[group];
  }

  int user(int term) {
    return users[term];
  }

  int item(int term) {
    return schedule.users().groups().others()[term];
  }

  float label(int term) {
    return schedule.labels()[term];
  }

  /** Terms of the whole epoch that a user stands in. */
  int termsOfUser(int user) {
    return userTerms[user];
  }

  /** Terms of the whole epoch that an item stands in. */
  int termsOfItem(int item) {
    return itemTerms[item];
  }
}
