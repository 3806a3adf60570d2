package io.lethe.engine.subject;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Keyed digests of everything ever erased from one model, so that a later import or training leaves
 * it out without anybody knowing whom it was.
 *
 * @param position the last accepted erasure's position when this was read; 0 for none
 * @param digests HMAC-SHA-256 values, 64 lower-case hexadecimal digits each
 * @param readmitted by digest from where on its interactions count again
 */
public record Tombstones(long position, Set<String> digests, Map<String, Readmission> readmitted) {

  /** The place and time of what never counts again. */
  static final long NEVER = Long.MAX_VALUE;
  /** The time of what happens this moment, whatever a clock says: after every readmission. */
  public static final long NOW = NEVER - 1;

  public Tombstones {
    digests = Set.copyOf(digests);
    readmitted = Map.copyOf(readmitted);
  }

  /** Of a model to which nothing was readmitted. */
  public Tombstones(long position, Set<String> digests) {
    this(position, digests, Map.of());
  }

  /**
   * From where on interactions count again.
   *
   * @param place how many rows the model's log had: later ones count
   * @param time what happened then or later counts; whole milliseconds
   */
  public record Readmission(long place, Instant time) {

    public Readmission {
      time = time.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /** Whether nothing was erased. */
  public boolean isEmpty() {
    return digests.isEmpty();
  }

  /** Whether it was erased and nothing of it counts again. */
  public boolean suppresses(String digest) {
    return digests.contains(digest) && !readmitted.containsKey(digest);
  }

  /** The place in the log from which on rows count; 0 of what was never erased. */
  long placeOf(String digest) {
    Readmission again = readmitted.get(digest);
    return again != null ? again.place() : digests.contains(digest) ? NEVER : 0;
  }

  /** The epoch's millisecond from which on it counts; the smallest number of what was never erased. */
  long timeOf(String digest) {
    Readmission again = readmitted.get(digest);
    return again != null
        ? again.time().toEpochMilli()
        : digests.contains(digest) ? NEVER : Long.MIN_VALUE;
  }

  /** Those of everything else. */
  public Tombstones without(Set<String> others) {
    Set<String> rest = new HashSet<>(digests);
    rest.removeAll(others);
    Map<String, Readmission> again = new HashMap<>(readmitted);
    again.keySet().removeAll(others);
    return new Tombstones(position, rest, again);
  }
}
