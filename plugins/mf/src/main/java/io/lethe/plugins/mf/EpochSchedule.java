package io.lethe.plugins.mf;

import io.lethe.kernels.RowGroups;
import java.util.Arrays;

/**
 * One epoch's loss terms, cut into minibatches and grouped within each by user and by item. A term's
 * place among the users is its number everywhere. Arrays are reused from epoch to epoch: confined to
 * one training run.
 *
 * <p>Which minibatch an interaction belongs to is a hash of the interaction and the epoch, so that
 * the others stay where they are when one is missing; sampled negatives go along with it. Building an
 * epoch is a few passes of counting sort, O(terms + batches + rows).
 */
final class EpochSchedule {

  private final TrainingPairs pairs;
  private final int sampled;
  private final int batches;
  private final int[] batchOf;
  private final int[] placeOf;
  private final int[] next;
  private final float[] labels;
  private final Side users;
  private final Side items;
  private final int[] termOfItemPlace;

  /**
   * @param sampled negatives per interaction
   * @param batches minibatches per epoch
   */
  EpochSchedule(TrainingPairs pairs, int sampled, int batches) {
    this.pairs = pairs;
    this.sampled = sampled;
    this.batches = batches;
    int terms = Math.multiplyExact(pairs.size(), 1 + sampled);
    this.batchOf = new int[pairs.size()];
    this.placeOf = new int[terms];
    this.next = new int[Math.max(batches, pairs.itemCount()) + 1];
    this.labels = new float[terms];
    this.users = new Side(pairs.userCount(), terms, batches);
    this.items = new Side(pairs.itemCount(), terms, batches);
    this.termOfItemPlace = new int[terms];
  }

  /** Draws the minibatches and negatives of an epoch, counted from 0. */
  void draw(int epoch) {
    Arrays.fill(next, 0, batches + 1, 0);
    for (int k = 0; k < batchOf.length; k++) {
      batchOf[k] = CoupledRandom.batch(pairs.hashes()[k], epoch, batches);
      next[batchOf[k] + 1] += 1 + sampled;
    }
    for (int b = 0; b < batches; b++) {
      next[b + 1] += next[b];
    }
    System.arraycopy(next, 0, users.batchStart, 0, batches + 1);
    System.arraycopy(next, 0, items.batchStart, 0, batches + 1);
    placeByUser(epoch);
    placeByItem();
    users.group();
    items.group();
  }

  private void placeByUser(int epoch) {
    for (int k = 0; k < batchOf.length; k++) {
      int user = pairs.users()[k];
      int item = pairs.items()[k];
      for (int s = 0; s <= sampled; s++) {
        int place = next[batchOf[k]]++;
        placeOf[k * (1 + sampled) + s] = place;
        users.own[place] = user;
        users.others[place] = s == 0
            ? item
            : CoupledRandom.negative(pairs.hashes()[k], epoch, s, item, pairs.itemCount());
        labels[place] = s == 0 ? pairs.labels()[k] : 0;
      }
    }
  }

  private void placeByItem() {
    int[] order = sampled == 0 ? pairs.byItem() : termsByItem();
    System.arraycopy(users.batchStart, 0, next, 0, batches);
    for (int term : order) {
      int place = next[batchOf[term / (1 + sampled)]]++;
      int userPlace = placeOf[term];
      termOfItemPlace[place] = userPlace;
      items.own[place] = users.others[userPlace];
      items.others[place] = users.own[userPlace];
    }
  }

  private int[] termsByItem() {
    int[] starts = new int[pairs.itemCount() + 1];
    for (int place : placeOf) {
      starts[users.others[place] + 1]++;
    }
    for (int i = 0; i < pairs.itemCount(); i++) {
      starts[i + 1] += starts[i];
    }
    int[] order = new int[placeOf.length];
    for (int term = 0; term < placeOf.length; term++) {
      order[starts[users.others[placeOf[term]]]++] = term;
    }
    return order;
  }

  /** Minibatches per epoch. */
  int batches() {
    return batches;
  }

  /** Loss terms in the epoch. */
  int terms() {
    return placeOf.length;
  }

  /** The terms grouped by user, with their items on the other side. */
  Side users() {
    return users;
  }

  /** The terms grouped by item, with their users on the other side. */
  Side items() {
    return items;
  }

  /** Per term its label. */
  float[] labels() {
    return labels;
  }

  /** Per place on the items' side the term that stands there. */
  int[] termOfItemPlace() {
    return termOfItemPlace;
  }

  /** The terms grouped by one side, minibatch after minibatch. */
  static final class Side {

    private final int[] own;
    private final int[] others;
    private final int[] batchStart;
    private final int[] groupStart;
    private final RowGroups groups;
    private final int[] firstBatch;
    private final int[] degrees;

    private Side(int rows, int terms, int batches) {
      this.own = new int[terms];
      this.others = new int[terms];
      this.batchStart = new int[batches + 1];
      this.groupStart = new int[batches + 1];
      this.groups = new RowGroups(
          new int[terms], new int[terms + 1], others, new int[terms], new float[terms]);
      this.firstBatch = new int[rows];
      this.degrees = new int[rows];
    }

    private void group() {
      Arrays.fill(degrees, 0);
      int group = 0;
      for (int b = 0; b + 1 < batchStart.length; b++) {
        groupStart[b] = group;
        int row = -1;
        for (int p = batchStart[b]; p < batchStart[b + 1]; p++) {
          if (own[p] != row) {
            row = own[p];
            groups.rows()[group] = row;
            groups.starts()[group++] = p;
          }
          degrees[row]++;
        }
      }
      groupStart[batchStart.length - 1] = group;
      groups.starts()[group] = own.length;
      lookAhead();
    }

    private void lookAhead() {
      int batches = batchStart.length - 1;
      Arrays.fill(firstBatch, batches);
      for (int b = batches - 1; b >= 0; b--) {
        for (int g = groupStart[b]; g < groupStart[b + 1]; g++) {
          int row = groups.rows()[g];
          groups.idles()[g] = firstBatch[row] - b - 1;
          groups.shares()[g] = (float) (groups.starts()[g + 1] - groups.starts()[g]) / degrees[row];
          firstBatch[row] = b;
        }
      }
    }

    /** The groups of all minibatches, one after another. */
    RowGroups groups() {
      return groups;
    }

    /** Where a minibatch's groups begin; the end of the last one for {@code batches()}. */
    int groupStart(int batch) {
      return groupStart[batch];
    }

    /** Where a minibatch's terms begin on this side. */
    int termStart(int batch) {
      return batchStart[batch];
    }

    /** Per row the first minibatch it occurs in, {@code batches()} if it does not. */
    int[] firstBatch() {
      return firstBatch;
    }
  }
}
