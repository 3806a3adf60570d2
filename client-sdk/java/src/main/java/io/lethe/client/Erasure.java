package io.lethe.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a request to forget fares. It holds no personal data.
 *
 * @param name {@code erasures/{id}}
 * @param model the model's id
 * @param usedMethod the method that made the new version; the server's choice until it is certain
 * @param counts how much was forgotten and changed
 * @param times when it got how far
 * @param baseVersion the version it started from
 * @param unlearnedVersion the version that has forgotten
 * @param erasurePosition its place in the erasure log, from 1; 0 while held, and from servers older
 *     than the log
 * @param phases where the time went, in the order it was spent
 * @param failure why it failed, if it did
 * @param parties who asked for it and who approved it
 */
public record Erasure(
    String name, String model, State state, UnlearningMethod requestedMethod,
    UnlearningMethod usedMethod, Counts counts, Times times, Optional<VersionName> baseVersion,
    Optional<VersionName> unlearnedVersion, long erasurePosition, List<Phase> phases,
    Optional<Failure> failure, Parties parties) {

  public Erasure {
    phases = List.copyOf(phases);
  }

  /** Where an erasure is; forward only. */
  public enum State {
    /** On disk and contained, waiting for a second person's approval. */
    HELD,
    /** On disk and contained: no longer served. */
    RECEIVED,
    /** The change of the parameters is being computed. */
    SOLVING,
    /** The candidate is being checked. */
    VERIFYING,
    /** A version is being trained anew. */
    RETRAINING,
    /** The new version is being written and made active. */
    PUBLISHING,
    /** The new version answers; the interactions are being deleted from disk. */
    LIVE,
    /** Done, with a receipt. */
    COMPLETED,
    /** Given up; what was erased stays contained. */
    FAILED,
    /** Taken back before solving; nothing is contained for it. */
    CANCELLED,
    /** The server is newer than this client; not an end. */
    UNKNOWN;

    /** Whether nothing follows. */
    public boolean isTerminal() {
      return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
  }

  /** Interactions to forget, and parameter rows changed and dropped (0 until solved). */
  public record Counts(long interactions, long changedRows, long droppedRows) {}

  /**
   * When it got how far.
   *
   * @param received durably accepted
   * @param contained no longer served; absent of a cancelled erasure
   * @param unlearned a version without its influence answers
   * @param purged its interactions are deleted from the server's disk
   * @param expires by when it must be completed; absent from older servers
   */
  public record Times(
      Instant received, Optional<Instant> contained, Optional<Instant> unlearned,
      Optional<Instant> purged, Optional<Instant> expires) {}

  /**
   * The principals, services and employees, never a data subject; absent from older servers.
   *
   * @param approver absent also unless it was held and approved
   */
  public record Parties(Optional<String> requester, Optional<String> approver) {}

  /** One stretch of its time. */
  public record Phase(String name, Duration duration) {}

  /**
   * Why it failed.
   *
   * @param reason a name of {@link io.lethe.v1.ErrorReason}
   */
  public record Failure(String reason, String message) {}
}
