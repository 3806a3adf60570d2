package io.lethe.training;

/**
 * The epochs after which lists are looked at: 1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 91, 128 and so
 * on, each about root two times the one before. Steps are so wide that a training without a few
 * interactions mostly ends where the one with them did.
 */
public final class EpochLadder {

  private static final double RUNGS_TO_TWICE = 2;

  private EpochLadder() {}

  /**
   * Whether an epoch is one of them.
   *
   * @param done epochs done, from 1
   */
  public static boolean isRung(int done) {
    long rung = Math.round(RUNGS_TO_TWICE * Math.log(done) / Math.log(2));
    return Math.round(Math.pow(2, rung / RUNGS_TO_TWICE)) == done;
  }
}
