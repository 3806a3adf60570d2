package io.lethe.client.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An operation as it was when it was asked for; most are over.
 *
 * @param name {@code operations/{id}}
 * @param model the model's id; empty for an erasure that is not completed, if the caller may not read
 *     erasures
 * @param step what it does or did last, such as {@code TRAINING}, or an erasure's state
 * @param done whether it is over
 * @param failure why it failed; empty if it did not, or is not over
 * @param started when it was accepted; empty where the server does not tell
 * @param fraction share of a training's work that is done, 0 to 1, were every pass needed
 * @param eta estimated time left of a training, were every pass needed
 */
public record RunningOperation(
    String name, Kind kind, String model, String step, boolean done, Optional<String> failure,
    Optional<Instant> started, OptionalDouble fraction, Optional<Duration> eta) {

  /** What an operation is. */
  public enum Kind {
    TRAINING,
    ERASURE,
    /** The server is newer than this client. */
    UNKNOWN
  }
}
