package io.lethe.training;

import io.lethe.kernels.RowGroups;
import java.util.Arrays;

/**
 * An epoch's terms grouped by one side, minibatch after minibatch. A minibatch's groups are
 * numbered from its first term on, so that minibatches can be grouped apart. Confined to one
 * training run.
 */
public final class SideGroups {

  private final int[] batchStart;
  private final int[] groupEnd;
  private final RowGroups groups;
  private final int[] firstBatch;
  private final int[] degrees;

  /**
   * Room for one side of a schedule.
   *
   * @param batchStart per minibatch its first term, and the end of the last; shared with the
   *     schedule
   */
  public SideGroups(int rows, int terms, int[] batchStart) {
    this.batchStart = batchStart;
    this.groupEnd = new int[batchStart.length - 1];
    this.groups = new RowGroups(
        new int[terms], new int[terms + 1], new int[terms], new int[terms], new float[terms]);
    this.firstBatch = new int[rows];
    this.degrees = new int[rows];
  }

  /** Ends a minibatch's groups before {@code end}. */
  public void close(int batch, int end) {
    groupEnd[batch] = end;
    groups.starts()[end] = batchStart[batch + 1];
  }

  /** Tells each group how long its row stays idle behind it, and its share of the row's terms. */
  public void lookAhead() {
    int batches = groupEnd.length;
    Arrays.fill(firstBatch, batches);
    Arrays.fill(degrees, 0);
    for (int b = batches - 1; b >= 0; b--) {
      for (int g = batchStart[b]; g < groupEnd[b]; g++) {
        int row = groups.rows()[g];
        groups.idles()[g] = firstBatch[row] - b - 1;
        firstBatch[row] = b;
        degrees[row] += size(g);
      }
    }
    for (int b = 0; b < batches; b++) {
      for (int g = batchStart[b]; g < groupEnd[b]; g++) {
        groups.shares()[g] = (float) size(g) / degrees[groups.rows()[g]];
      }
    }
  }

  private int size(int group) {
    return groups.starts()[group + 1] - groups.starts()[group];
  }

  /** The groups of all minibatches. */
  public RowGroups groups() {
    return groups;
  }

  /** A minibatch's first group. */
  public int groupStart(int batch) {
    return batchStart[batch];
  }

  /** The end of a minibatch's groups. */
  public int groupEnd(int batch) {
    return groupEnd[batch];
  }

  /** Per row the first minibatch it occurs in, the number of minibatches if it does not. */
  public int[] firstBatch() {
    return firstBatch;
  }
}
