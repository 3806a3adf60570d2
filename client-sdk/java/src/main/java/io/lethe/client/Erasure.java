package io.lethe.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

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
 * @param retry the failed erasure that it takes up, or the one that takes it up
 */
public record Erasure(
    String name, String model, State state, UnlearningMethod requestedMethod,
    UnlearningMethod usedMethod, Counts counts, Times times, Optional<VersionName> baseVersion,
    Optional<VersionName> unlearnedVersion, long erasurePosition, List<Phase> phases,
    Optional<Failure> failure, Parties parties, Retry retry) {

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
    /** A version is being trained on what is left. */
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

  /**
   * How much.
   *
   * @param interactions forgotten; before that, those that the request named
   * @param changedRows parameter rows changed; 0 until solved
   * @param droppedRows parameter rows dropped; 0 until solved
   * @param ofModel interactions that the model had when the request was accepted; 0 if unknown
   */
  public record Counts(long interactions, long changedRows, long droppedRows, long ofModel) {}

  /**
   * How it is tied to others by retrying.
   *
   * @param of the failed erasure that it takes up, {@code erasures/{id}}
   * @param by the erasure that takes it up, {@code erasures/{id}}
   */
  public record Retry(Optional<String> of, Optional<String> by) {}

  /**
   * Which erasures a list has: those that every filter admits.
   *
   * @param model the model's id
   * @param requestId of the request
   * @param requester the principal that asked
   * @param states any of them; empty for all
   * @param dueBefore to be completed before that, and neither completed nor cancelled
   */
  public record Filter(
      Optional<String> model, Optional<UUID> requestId, Optional<String> requester,
      Set<State> states, Optional<Instant> dueBefore) {

    /** Every erasure. */
    public static final Filter ALL = new Filter(
        Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), Optional.empty());

    public Filter {
      states = Set.copyOf(states);
      if (states.contains(State.UNKNOWN)) {
        throw new IllegalArgumentException("no erasure is in the state UNKNOWN at its server");
      }
    }

    /** Every erasure of a model. */
    public static Filter ofModel(String model) {
      return new Filter(
          Optional.of(model), ALL.requestId, ALL.requester, ALL.states, ALL.dueBefore);
    }
  }

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
