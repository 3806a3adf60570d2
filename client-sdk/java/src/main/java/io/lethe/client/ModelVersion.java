package io.lethe.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * An immutable set of parameters with its index of users and items.
 *
 * @param active true for the one version that answers for its model
 * @param pluginVersion the version of the plugin that made it
 * @param pluginDigest a SHA-256 that names that plugin's code, 64 lower-case hexadecimal digits; empty
 *     for a version made before there were such digests
 * @param parent the version it was derived from; empty for a trained one
 * @param digest a SHA-256 that covers its checkpoint, 64 lower-case hexadecimal digits; receipts
 *     name versions by it
 * @param erasurePosition it reflects every erasure of its model up to this position; 0 for none
 * @param holdsErasedData true when it can never be activated again
 * @param activatable whether it answers or can be made to: it is on disk and holds nothing erased
 * @param trained the version of the training that it descends from: itself for a trained one; of
 *     the same training another version may be activatable
 * @param training what its last training was made from
 * @param takeoverRefusal why it does not answer although the server trained it by itself, in words;
 *     empty for every other version
 * @param influenceRefusal why erasures retrain its model and never update it, in words: the
 *     derivatives of its plugin failed the server's check; empty for every other version
 */
public record ModelVersion(
    VersionName name, State state, boolean active, Instant created, String plugin,
    String pluginVersion, String pluginDigest, Origin origin, Optional<VersionName> parent,
    Size size, String digest, long erasurePosition, boolean holdsErasedData, boolean activatable,
    Optional<VersionName> trained, Training training, Metrics metrics,
    Optional<String> takeoverRefusal, Optional<String> influenceRefusal) {

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
    /** An erasure, by the influence update on its parent, or by its refit. */
    INFLUENCE_UPDATE,
    /** A training on what was left and came since, for an erasure or by the server itself. */
    RETRAINING,
    /** The server is newer than this client. */
    UNKNOWN
  }

  /** Users and items it knows, interactions it reflects, numbers in its parameters. */
  public record Size(long users, long items, long interactions, long parameters) {}

  /**
   * What its last training was made from: with it, the same data gives the same parameters.
   *
   * @param options the plugin's, as they were used, defaults included
   * @param dataPosition it saw interactions of the log with a number below this, less those erased
   */
  public record Training(Map<String, String> options, long seed, long dataPosition) {

    public Training {
      options = Map.copyOf(options);
    }
  }

  /**
   * What was measured when it was made; empty where it was not. What needs held-out interactions
   * was measured before the final fit.
   *
   * @param validationAuc area under the ROC curve on the validation interactions, 0 to 1
   * @param validationLoss mean loss per validation interaction
   * @param trainingLoss mean loss per interaction trained on
   * @param gradientNorm how far from a stationary point training stopped
   * @param epochs passes over the data; empty for a family that makes none, and for an influence update
   * @param buildTime time its training took; empty for an influence update
   * @param ndcgAt10 mean over users of the normalized discounted cumulative gain of the ten best
   *     items, on held-out interactions, 0 to 1
   * @param recallAt20 mean over users of the share of held-out interactions among the twenty best
   *     items, 0 to 1
   * @param popularNdcgAt10 what {@code ndcgAt10} is for the most popular items, the same for every
   *     user
   */
  public record Metrics(
      OptionalDouble validationAuc, OptionalDouble validationLoss, OptionalDouble trainingLoss,
      OptionalDouble gradientNorm, OptionalInt epochs, Optional<Duration> buildTime,
      OptionalDouble ndcgAt10, OptionalDouble recallAt20, OptionalDouble popularNdcgAt10) {}
}
