package io.lethe.training;

import io.lethe.kernels.RowGroups;
import io.lethe.training.negatives.NegativeRing;
import io.lethe.training.objective.CoupledRandom;
import java.util.Arrays;

/**
 * One epoch's loss terms, cut into minibatches and grouped within each by user and by item. A
 * term's place among the users is its number everywhere. Arrays are reused from epoch to epoch:
 * confined to one training run.
 *
 * <p>Which minibatch an interaction belongs to is a hash of the interaction and the epoch, so that
 * the others stay where they are when one is missing; sampled negatives go along with it. Building
 * an epoch costs O(terms + batches + rows): one scattering pass, the rest runs within a minibatch.
 */
public final class EpochSchedule {

  private final TrainingPairs pairs;
  private final int sampled;
  private final int batches;
  private final int[] batchOf;
  private final int[] batchStart;
  private final int[] next;

  /** Per term its user in the upper half, its item and its label (one bit) in the lower. */
  private final long[] terms;

  private final float[] labels;
  private final SideGroups users;
  private final SideGroups items;
  private final int[] termOfItemPlace;
  private final int[] groupOfItem;

  /**
   * Room for the epochs of some interactions.
   *
   * @param sampled negatives per interaction
   * @param batches minibatches per epoch
   */
  public EpochSchedule(TrainingPairs pairs, int sampled, int batches) {
    if (sampled > 0 && pairs.ring() == null) {
      throw new IllegalArgumentException(sampled + " negatives and nothing to draw them with");
    }
    this.pairs = pairs;
    this.sampled = sampled;
    this.batches = batches;
    int count = Math.multiplyExact(pairs.size(), 1 + sampled);
    this.batchOf = new int[pairs.size()];
    this.batchStart = new int[batches + 1];
    this.next = new int[batches + 1];
    this.terms = new long[count];
    this.labels = new float[count];
    this.users = new SideGroups(pairs.userCount(), count, batchStart);
    this.items = new SideGroups(pairs.itemCount(), count, batchStart);
    this.termOfItemPlace = new int[count];
    this.groupOfItem = new int[pairs.itemCount()];
    Arrays.fill(groupOfItem, -1);
  }

  /** Draws the minibatches and negatives of an epoch, counted from 0. */
  public void draw(int epoch) {
    long epochHash = CoupledRandom.batches(epoch);
    Arrays.fill(batchStart, 0);
    for (int k = 0; k < batchOf.length; k++) {
      batchOf[k] = CoupledRandom.batch(pairs.hashes()[k], epochHash, batches);
      batchStart[batchOf[k] + 1] += 1 + sampled;
    }
    for (int b = 0; b < batches; b++) {
      batchStart[b + 1] += batchStart[b];
    }
    deal(epoch);
    for (int b = 0; b < batches; b++) {
      groupByUser(b);
      groupByItem(b);
    }
    users.lookAhead();
    items.lookAhead();
  }

  private void deal(int epoch) {
    System.arraycopy(batchStart, 0, next, 0, batches);
    NegativeRing ring = pairs.ring();
    for (int k = 0; k < batchOf.length; k++) {
      int user = pairs.users()[k];
      int place = next[batchOf[k]];
      next[batchOf[k]] += 1 + sampled;
      terms[place] = term(user, pairs.items()[k], pairs.labels()[k] > 0 ? 1 : 0);
      for (int s = 1; s <= sampled && ring != null; s++) {
        int negative = CoupledRandom.negative(pairs.hashes()[k], epoch, s, ring);
        terms[place + s] = term(user, negative, 0);
      }
    }
  }

  private static long term(int user, int item, int label) {
    return (long) user << Integer.SIZE | (long) item << 1 | label;
  }

  private static int userOf(long term) {
    return (int) (term >>> Integer.SIZE);
  }

  private static int itemOf(long term) {
    return (int) term >>> 1;
  }

  /** Terms were dealt out user after user, so a user's are neighbours. */
  private void groupByUser(int batch) {
    RowGroups groups = users.groups();
    int group = batchStart[batch] - 1;
    int row = -1;
    for (int p = batchStart[batch]; p < batchStart[batch + 1]; p++) {
      if (userOf(terms[p]) != row) {
        row = userOf(terms[p]);
        groups.rows()[++group] = row;
        groups.starts()[group] = p;
      }
      groups.others()[p] = itemOf(terms[p]);
      labels[p] = terms[p] & 1;
    }
    users.close(batch, group + 1);
  }

  /** Groups items in the order in which they first occur: which order does not matter. */
  private void groupByItem(int batch) {
    RowGroups groups = items.groups();
    int[] starts = groups.starts();
    int first = batchStart[batch];
    int end = batchStart[batch + 1];
    int groupEnd = first;
    for (int p = first; p < end; p++) {
      int item = itemOf(terms[p]);
      if (groupOfItem[item] < 0) {
        groups.rows()[groupEnd] = item;
        starts[groupEnd] = 0;
        groupOfItem[item] = groupEnd++;
      }
      starts[groupOfItem[item]]++;
    }
    int place = first;
    for (int g = first; g < groupEnd; g++) {
      int size = starts[g];
      starts[g] = place;
      place += size;
    }
    placeByItem(first, end);
    for (int g = groupEnd - 1; g >= first; g--) {
      groupOfItem[groups.rows()[g]] = -1;
      starts[g] = g == first ? first : starts[g - 1];
    }
    items.close(batch, groupEnd);
  }

  /** Leaves each group's start at its end, which is where the next one starts. */
  private void placeByItem(int first, int end) {
    RowGroups groups = items.groups();
    for (int p = first; p < end; p++) {
      int place = groups.starts()[groupOfItem[itemOf(terms[p])]]++;
      termOfItemPlace[place] = p;
      groups.others()[place] = userOf(terms[p]);
    }
  }

  /** Minibatches per epoch. */
  public int batches() {
    return batches;
  }

  /** Loss terms in the epoch. */
  public int terms() {
    return terms.length;
  }

  /** The terms grouped by user, with their items on the other side. */
  public SideGroups users() {
    return users;
  }

  /** The terms grouped by item, with their users on the other side. */
  public SideGroups items() {
    return items;
  }

  /** Per term its label. */
  public float[] labels() {
    return labels;
  }

  /** Per place on the items' side the term that stands there. */
  public int[] termOfItemPlace() {
    return termOfItemPlace;
  }
}
