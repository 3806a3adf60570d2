package io.lethe.training.objective;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.training.negatives.NegativeRing;

/**
 * Coupled randomness: every random number is a hash of the seed and of what it is for (keys, epoch,
 * coordinate), never of a position or of how many numbers were drawn before. So a run without some
 * interaction draws the same numbers for all others.
 *
 * <p>Hashing chains the finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom
 * Number Generators, OOPSLA 2014; constants: Stafford's variant 13). Immutable.
 */
public final class CoupledRandom {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final long USER_ROWS = 0;
  private static final long ITEM_ROWS = 1;
  private static final long PAIRS = 2;
  private static final long BATCHES = 3;
  private static final long NEGATIVES = 4;
  private static final long SHARED_ROWS = 5;
  private static final long RING_POINTS = 6;

  private final long seed;

  /** Randomness of one seed. */
  public CoupledRandom(long seed) {
    this.seed = mix(seed + GOLDEN_GAMMA);
  }

  /** What the numbers of one interaction are drawn from. */
  public long pair(long userKey, long itemKey) {
    return with(with(with(seed, PAIRS), userKey), itemKey);
  }

  /** What the minibatches of an epoch are drawn from, together with each interaction. */
  public static long batches(int epoch) {
    return with(mix(BATCHES + GOLDEN_GAMMA), epoch);
  }

  /**
   * Which of {@code batches} minibatches of an epoch an interaction belongs to.
   *
   * @param epochHash from {@link #batches}
   */
  public static int batch(long pair, long epochHash, int batches) {
    return below(mix(pair ^ epochHash), batches);
  }

  /**
   * The {@code number}-th sampled negative of an interaction: any item, whether or not the user has
   * interacted with it, because asking that would couple interactions to each other. So every draw
   * has the same distribution, {@link NegativeRing#shares}.
   */
  public static int negative(long pair, int epoch, int number, NegativeRing ring) {
    return ring.item(with(with(with(pair, NEGATIVES), epoch), number));
  }

  /** The ring that negatives of these items are drawn with. O(items * log items). */
  public NegativeRing ring(EntityKeys keys) {
    long items = with(seed, RING_POINTS);
    long[] points = new long[Math.multiplyExact(keys.itemCount(), NegativeRing.POINTS)];
    for (int p = 0; p < points.length; p++) {
      int item = p / NegativeRing.POINTS;
      points[p] = with(with(items, keys.item(item)), p % NegativeRing.POINTS);
    }
    return NegativeRing.of(points);
  }

  /**
   * Fills a row with independent numbers of mean 0: sums of four uniform ones (Irwin-Hall), which
   * are close to normal, and the same bits on every machine.
   *
   * @param key of the user or item, or what names a shared row
   * @param deviation standard deviation
   * @param width how many numbers, from {@code offset}
   */
  public void row(Side side, long key, float deviation, float[] out, int offset, int width) {
    long row = with(with(seed, rows(side)), key);
    // A uniform number on 0..65535 has variance (65536^2 - 1) / 12; four of them a third of that.
    double unit = deviation / Math.sqrt((65536.0 * 65536.0 - 1) / 3);
    for (int c = 0; c < width; c++) {
      long hash = with(row, c);
      long sum = (hash & 0xFFFF) + (hash >>> 16 & 0xFFFF) + (hash >>> 32 & 0xFFFF) + (hash >>> 48);
      out[offset + c] = (float) ((sum - 2 * 65535.0) * unit);
    }
  }

  private static long rows(Side side) {
    return switch (side) {
      case USER -> USER_ROWS;
      case ITEM -> ITEM_ROWS;
      case SHARED -> SHARED_ROWS;
    };
  }

  private static int below(long hash, int bound) {
    return (int) Math.unsignedMultiplyHigh(hash, bound);
  }

  private static long with(long hash, long part) {
    return mix(hash ^ mix(part + GOLDEN_GAMMA));
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
