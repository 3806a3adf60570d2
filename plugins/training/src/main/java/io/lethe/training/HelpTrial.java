package io.lethe.training;

/**
 * Whether epochs go faster with helpers than without, found out by trying both now and then. On a
 * machine with other work to do, waiting for a helper that has lost its core costs more than it
 * brings. Only time depends on this, never a result. Confined to one training run.
 */
public final class HelpTrial {

  /** Of so many epochs, one runs with helpers and one without, whatever has been faster. */
  private static final int ROUND_EPOCHS = 8;

  /** The first epochs run on cold code and tell nothing. */
  private static final int WITH_EPOCH = 2;

  private static final int WITHOUT_EPOCH = 3;

  private double secondsWith;
  private double secondsWithout = Double.POSITIVE_INFINITY;

  /** Whether an epoch, counted from 0, should run with helpers. */
  public boolean helped(int epoch) {
    return switch (epoch % ROUND_EPOCHS) {
      case WITH_EPOCH -> true;
      case WITHOUT_EPOCH -> false;
      default -> secondsWith < secondsWithout;
    };
  }

  /** Notes how long an epoch took the way {@link #helped} said. */
  public void took(int epoch, double seconds) {
    boolean helped = helped(epoch);
    if (epoch < WITH_EPOCH) {
      return;
    }
    if (helped) {
      secondsWith = seconds;
    } else {
      secondsWithout = seconds;
    }
  }
}
