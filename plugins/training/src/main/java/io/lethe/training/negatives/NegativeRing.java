package io.lethe.training.negatives;

import java.util.Arrays;

/**
 * Turns hashes into items by the items' keys, whatever their numbers: renumbering changes nothing, and
 * an item that goes changes the draws that hit it and about twice as many others, so that about 3 in
 * {@code items} change.
 *
 * <p>Every item has {@value #POINTS} points on a ring of 2^64 places (consistent hashing: Karger et
 * al., STOC 1997). A hash falls to the item whose point comes next. The arcs that lead to an item's
 * points add up to more or less than its fair share, so an item with a longer arc takes only some of
 * its hashes and leaves the others to another hash: item j is drawn with a probability in proportion
 * to {@code min(arc of j, 0.6 / items)}. More than nine in ten items come out exactly alike, their
 * standard deviation is about 4 % of the mean. {@link #shares} are the exact probabilities. Immutable.
 */
public final class NegativeRing {
  /** Points of each item: the more, the more alike the arcs; 12 bytes each. */
  public static final int POINTS = 16;
  /** The arc of which an item makes use, as a part of its fair share. */
  private static final double USED = 0.6;
  private static final long NEXT = 0x9E3779B97F4A7C15L;
  private static final double RING = 0x1p64;

  private final long[] places;
  private final int[] owners;
  private final int[] starts;
  private final int shift;
  /** Per item the largest hash, unsigned, with which it takes what falls to it. */
  private final long[] taken;
  private final float[] shares;

  private NegativeRing(long[] points) {
    int items = points.length / POINTS;
    this.places = sortedUnsigned(points);
    int bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(points.length - 1));
    this.shift = Long.SIZE - bits;
    this.starts = new int[1 << bits];
    index();
    this.owners = new int[points.length];
    for (int p = 0; p < points.length; p++) {
      owners[place(points[p])] = p / POINTS;
    }
    double[] arcs = arcs(items);
    double used = USED / items;
    this.taken = new long[items];
    this.shares = new float[items];
    double sum = Arrays.stream(arcs).map(arc -> Math.min(arc, used)).sum();
    for (int item = 0; item < items; item++) {
      taken[item] = arcs[item] <= used ? -1 : (long) (used / arcs[item] * 0x1p63) << 1;
      shares[item] = (float) (Math.min(arcs[item], used) / sum);
    }
  }

  /**
   * A ring. O(points * log points).
   *
   * @param points hashes, {@value #POINTS} of each item, item after item; only read
   * @throws IllegalArgumentException if that is not what they are
   */
  public static NegativeRing of(long[] points) {
    if (points.length == 0 || points.length % POINTS != 0) {
      throw new IllegalArgumentException(
          "%d points; there must be %d for each of at least 1 item"
              .formatted(points.length, POINTS));
    }
    return new NegativeRing(points);
  }

  private static long[] sortedUnsigned(long[] points) {
    long[] places = new long[points.length];
    for (int p = 0; p < places.length; p++) {
      places[p] = points[p] ^ Long.MIN_VALUE;
    }
    Arrays.sort(places);
    for (int p = 0; p < places.length; p++) {
      places[p] ^= Long.MIN_VALUE;
    }
    return places;
  }

  /** Where each stretch of the ring begins among the places: one place a stretch, on average. */
  private void index() {
    int place = 0;
    for (int stretch = 0; stretch < starts.length; stretch++) {
      while (place < places.length && places[place] >>> shift < stretch) {
        place++;
      }
      starts[stretch] = place;
    }
  }

  /** The place that comes next. */
  private int place(long hash) {
    int place = starts[(int) (hash >>> shift)];
    while (place < places.length && Long.compareUnsigned(places[place], hash) < 0) {
      place++;
    }
    return place == places.length ? 0 : place;
  }

  /** Per item the length of the ring that leads to it, the whole ring being 1. */
  private double[] arcs(int items) {
    double[] arcs = new double[items];
    long before = places[places.length - 1];
    for (int p = 0; p < places.length; p++) {
      long arc = places[p] - before;
      before = places[p];
      arcs[owners[p]] += ((arc >>> 1) * 2.0 + (arc & 1)) / RING;
    }
    return arcs;
  }

  /** The item that a hash stands for. O(1): about 1.7 tries. */
  public int item(long hash) {
    long at = hash;
    while (true) {
      int item = owners[place(at)];
      long chance = mix(at);
      if (Long.compareUnsigned(chance, taken[item]) <= 0) {
        return item;
      }
      at = mix(chance + NEXT);
    }
  }

  /** Per item the probability that it is drawn; not to be written to. */
  public float[] shares() {
    return shares;
  }

  /** MurmurHash3's finalizer: unrelated to the one that made the hash. */
  private static long mix(long z) {
    z = (z ^ (z >>> 33)) * 0xFF51AFD7ED558CCDL;
    z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return z ^ (z >>> 33);
  }
}
