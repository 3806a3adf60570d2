package io.lethe.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An immutable set of parameters with its index of users and items.
 *
 * @param active true for the one version that answers for its model
 * @param pluginVersion the version of the plugin that made it
 * @param parent the version it was derived from; empty for a trained one
 * @param digest a SHA-256 that covers its checkpoint, 64 lower-case hexadecimal digits; receipts name
 *     versions by it
 * @param erasurePosition it reflects every erasure of its model up to this position; 0 for none
 * @param holdsErasedData true when it can never be activated again
 */
public record ModelVersion(
    VersionName name, State state, boolean active, Instant created, String plugin,
    String pluginVersion, Origin origin, Optional<VersionName> parent, Size size, String digest,
    long erasurePosition, boolean holdsErasedData, Metrics metrics) {

  /** Where a version is in its life; forward only. */
  public enum State {
    /** Being read and warmed. */
    LOADING,
    /** In memory, able to answer. */
    AVAILABLE,
    /** Replaced; it finishes the calls it has. */
    DRAINING,
    /** Out of memory. */
    RETIRED,
    /** Its checkpoint is damaged and is not served. */
    REFUSED,
    /** The server is newer than this client. */
    UNKNOWN
  }

  /** What made a version. */
  public enum Origin {
    /** A training. */
    TRAINING,
    /** An erasure, by the influence update on its parent. */
    INFLUENCE_UPDATE,
    /** An erasure, by training anew. */
    RETRAINING,
    /** The server is newer than this client. */
    UNKNOWN
  }

  /** Users and items it knows, interactions it reflects, numbers in its parameters. */
  public record Size(long users, long items, long interactions, long parameters) {}

  /**
   * What was measured when it was made; empty where it was not.
   *
   * @param validationAuc area under the ROC curve on the validation interactions, 0 to 1
   * @param validationLoss mean loss per validation interaction
   * @param trainingLoss mean loss per interaction trained on
   * @param gradientNorm how far from a stationary point training stopped
   * @param buildTime time it took to make
   */
  public record Metrics(
      OptionalDouble validationAuc, OptionalDouble validationLoss, OptionalDouble trainingLoss,
      OptionalDouble gradientNorm, Optional<Duration> buildTime) {}
}
