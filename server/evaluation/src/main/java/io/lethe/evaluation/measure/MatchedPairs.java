package io.lethe.evaluation.measure;

import io.lethe.spi.Interactions;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Draws, beside forgotten pairs, pairs that were never trained on and have the same labels. */
public final class MatchedPairs {

  private static final float POSITIVE_ABOVE = 0.5f;

  private MatchedPairs() {}

  /**
   * As many as there are with the forgotten pairs' share of positives.
   *
   * @param forgotten labels of 0 and 1
   * @param heldOut never trained on, labels of 0 and 1
   * @param allowed positions in the held-out pairs that may be drawn
   * @param most the most to draw
   */
  public static Interactions draw(
      Interactions forgotten, Interactions heldOut, IntPredicate allowed, int most, long seed) {
    double share = IntStream.range(0, forgotten.size())
        .map(k -> forgotten.value(k) > POSITIVE_ABOVE ? 1 : 0)
        .average()
        .orElse(0);
    int[] positives = drawn(heldOut, allowed, true, seed);
    int[] negatives = drawn(heldOut, allowed, false, seed);
    double size = most;
    size = share > 0 ? Math.min(size, positives.length / share) : size;
    size = share < 1 ? Math.min(size, negatives.length / (1 - share)) : size;
    int positive = (int) Math.round(size * share);
    int negative = (int) Math.round(size * (1 - share));
    return heldOut.at(
        IntStream
            .concat(
                IntStream.of(positives).limit(positive), IntStream.of(negatives).limit(negative))
            .toArray());
  }

  private static int[] drawn(
      Interactions heldOut, IntPredicate allowed, boolean positive, long seed) {
    int[] candidates = IntStream.range(0, heldOut.size())
        .filter(k -> heldOut.value(k) > POSITIVE_ABOVE == positive)
        .filter(allowed)
        .toArray();
    return HashOrder.first(candidates, candidates.length, seed, k -> k);
  }
}
