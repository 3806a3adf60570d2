package io.lethe.engine.lifecycle;

/** One training that began by itself: why, and what came of it. */
public record Retraining(Cause cause, Outcome outcome) {

  /** Why it began. The first that applies counts. */
  public enum Cause {
    /** Erasures together have left undone what they may. */
    RESIDUAL_BUDGET,
    /** Too many interactions are new to the version that answers. */
    NEW_ROWS,
    /** The last training is long ago, or a time of the calendar came, and something happened since. */
    SCHEDULE
  }

  /** What came of it. */
  public enum Outcome {
    /** The new version answers. */
    TOOK_OVER,
    /** The new version is worse than is allowed: it is kept, and the one before answers. */
    KEPT,
    /** Another training came first; nothing was made. */
    OVERTAKEN,
    /** It could not be done; the log says why, and it is tried again. */
    FAILED
  }
}
