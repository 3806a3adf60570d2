package io.lethe.spi;

import io.lethe.spi.items.FeatureRequest;
import java.util.List;
import java.util.Optional;

/**
 * Entry point of a model family, found by {@link java.util.ServiceLoader}. Stateless; constructing
 * one must be cheap and must touch neither disk nor network.
 */
public interface RecommenderPlugin {

  /** The version of this contract. It grows by one whenever a plugin must be compiled again. */
  int SPI_VERSION = 2;

  /** Name of the model family: lower case, {@code [a-z][a-z0-9-]{0,31}}, unique in a server. */
  String name();

  /**
   * The contract this plugin was compiled against: {@code return SPI_VERSION;}. The compiler copies
   * the constant into the plugin's class file, so that a host of another version can tell.
   */
  int spiVersion();

  /** Version of the plugin itself, as its author counts it. */
  String version();

  /** One line for people: what the family is. */
  String description();

  /** The training options this family understands, with their defaults. */
  List<TrainingOption> options();

  /**
   * Why this family should not be trained on data of this size, for people: names what was found, the
   * bound with its unit, and a family to take instead; empty if the size fits.
   */
  default Optional<String> refusal(DataShape shape) {
    return Optional.empty();
  }

  /**
   * Whether this family's models are trained elsewhere and brought in as vectors ({@link
   * TrainingData#vectors}). The host never trains such a model anew: not for an erasure, which ends
   * without a training or fails, and not by a schedule. It says so in receipts.
   */
  default boolean trainedElsewhere() {
    return false;
  }

  /**
   * Which features of items a training with these options is to see, as {@link
   * Interactions#itemFeatures} of all its interactions. The host makes the table from its catalogue when a
   * training begins, and keeps it with the version.
   *
   * @return empty for a family that looks at interactions alone: then no table is made
   * @throws PluginException of kind {@code INVALID_ARGUMENT} as {@link #trainer}
   */
  default Optional<FeatureRequest> itemFeatures(TrainingConfig config) {
    return Optional.empty();
  }

  /**
   * A trainer for one configuration.
   *
   * @throws PluginException of kind {@code INVALID_ARGUMENT}, naming option, value and bound, if an
   *     option is unknown or out of bounds
   */
  ModelTrainer trainer(TrainingConfig config, PluginContext context);

  /**
   * The model's parameters and properties; shares the model's arrays, which nobody may modify. The
   * same model gives the same artifact whenever it is asked and whatever was computed of it between:
   * a checkpoint may be written as the difference to its parent's.
   */
  ModelArtifact save(RecommenderModel model);

  /**
   * The inverse of {@link #save}: bit-equal parameters.
   *
   * @param artifact as saved; the host has verified its checksums
   * @param trainedOn the interactions this version reflects, with the features of its items; graph
   *     models propagate over them
   * @throws PluginException of kind {@code DAMAGED_ARTIFACT} if a shape or property does not fit
   */
  RecommenderModel load(ModelArtifact artifact, InteractionView trainedOn, PluginContext context);
}
