package io.lethe.store.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Which unsynced changes the end of a machine leaves, drawn by seed. */
final class Survival {

  /** A seed that keeps everything. */
  static final long EVERYTHING = 1;

  private static final int MODES = 5;

  private final SplittableRandom random;
  private final double share;
  private final boolean namesInOrder;

  private Survival(SplittableRandom random, double share, boolean namesInOrder) {
    this.random = random;
    this.share = share;
    this.namesInOrder = namesInOrder;
  }

  /**
   * Of five seeds in a row one loses everything, one nothing, one keeps the oldest changes of names
   * as a journal does, and two keep any; sectors of files are kept one by one.
   */
  static Survival of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return switch (Math.floorMod(seed, MODES)) {
      case 0 -> new Survival(random, 0, true);
      case 1 -> new Survival(random, 1, true);
      case 2 -> new Survival(random, random.nextDouble(), true);
      default -> new Survival(random, random.nextDouble(), false);
    };
  }

  boolean keepsSector() {
    return random.nextDouble() < share;
  }

  <T> List<T> names(List<T> changes) {
    if (namesInOrder) {
      return changes.subList(
          0, share == 1 ? changes.size() : share == 0 ? 0 : random.nextInt(changes.size() + 1));
    }
    List<T> kept = new ArrayList<>();
    for (T change : changes) {
      if (random.nextDouble() < share) {
        kept.add(change);
      }
    }
    return kept;
  }
}
