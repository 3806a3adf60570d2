package io.lethe.evaluation.ranking;

/** Which positives lists are held against. */
public enum SplitKind {
  /** A share of each user's positives, in the order of a hash of each pair. */
  HASH("hash", "a share of each user's positives, by a hash of each pair"),
  /** One positive of each user: the last in time, or the first by hash where there are no times. */
  LEAVE_ONE_OUT(
      "leave-one-out", "each user's last positive (by hash where the data have no times)"),
  /** All positives from one moment on; nothing after it is learnt from. */
  TIME("time", "positives after a moment, of users and items known before it");

  private final String id;
  private final String meaning;

  SplitKind(String id, String meaning) {
    this.id = id;
    this.meaning = meaning;
  }

  /** Its name on the command line and in tables. */
  public String id() {
    return id;
  }

  /** What is held out, in words. */
  public String meaning() {
    return meaning;
  }
}
