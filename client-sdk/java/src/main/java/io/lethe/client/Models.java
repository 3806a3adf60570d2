package io.lethe.client;

import io.lethe.client.plugin.PluginChange;
import io.lethe.v1.ModelMetrics;
import io.lethe.v1.ModelServiceGrpc;
import io.lethe.v1.ReloadPluginsRequest;
import io.lethe.v1.TrainModelMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** From the messages of the model service to our values. */
final class Models {

  /** Plugins are loaded one after the other, and one that hangs takes 10 s. */
  private static final Duration LOADING = Duration.ofMinutes(1);

  private Models() {}

  static Model model(io.lethe.v1.Model message) {
    return new Model(
        Wire.modelId(message.getName()), state(message.getState()),
        Wire.version(message.getActiveVersion()), message.getPlugin(), message.getErasurePosition(),
        message.getPendingErasureCount(),
        message.hasNotLearnedInteractionCount()
            ? OptionalLong.of(message.getNotLearnedInteractionCount())
            : OptionalLong.empty(),
        message.hasLearning() ? Optional.of(learning(message.getLearning())) : Optional.empty(),
        message.getAliasesList().stream().map(Models::alias).toList());
  }

  static Model.Alias alias(io.lethe.v1.Alias message) {
    String name = message.getName();
    return new Model.Alias(
        name.substring(name.lastIndexOf('/') + 1), VersionName.parse(message.getModelVersion()),
        message.getBasisPoints(), message.getAnswering());
  }

  private static Model.Learning learning(io.lethe.v1.Model.Learning message) {
    return new Model.Learning(
        message.getSupported(), message.getLearnedInteractionCount(),
        message.getWaitingInteractionCount(), message.getUndoneInteractionCount(),
        message.getRefusal().isEmpty() ? Optional.empty() : Optional.of(message.getRefusal()));
  }

  static ModelVersion version(io.lethe.v1.ModelVersion message) {
    return new ModelVersion(
        VersionName.parse(message.getName()), state(message.getState()), message.getActive(),
        Wire.instant(message.getCreateTime()), message.getPlugin(), message.getPluginVersion(),
        message.getPluginDigest(), origin(message.getOrigin()),
        Wire.version(message.getParentVersion()),
        new ModelVersion.Size(
            message.getUserCount(), message.getItemCount(), message.getInteractionCount(),
            message.getParameterCount()),
        message.getDigest(), message.getErasurePosition(), message.getHoldsErasedData(),
        message.getActivatable(), Wire.version(message.getTrainingVersion()),
        new ModelVersion.Training(
            message.getTrainingOptionsMap(), message.getSeed(), message.getDataPosition()),
        metrics(message.getMetrics()), words(message.getTakeoverRefusal()),
        words(message.getInfluenceRefusal()));
  }

  static List<PluginChange> reload(Calls calls) {
    return calls.longer(LOADING)
        .unary(ModelServiceGrpc.getReloadPluginsMethod(), ReloadPluginsRequest.getDefaultInstance())
        .getChangesList()
        .stream()
        .map(Models::change)
        .toList();
  }

  private static PluginChange change(io.lethe.v1.PluginChange message) {
    return new PluginChange(switch (message.getOutcome()) {
      case OUTCOME_ADDED -> PluginChange.Outcome.ADDED;
      case OUTCOME_REPLACED -> PluginChange.Outcome.REPLACED;
      case OUTCOME_KEPT -> PluginChange.Outcome.KEPT;
      case OUTCOME_REMOVED -> PluginChange.Outcome.REMOVED;
      case OUTCOME_REFUSED -> PluginChange.Outcome.REFUSED;
      case OUTCOME_UNSPECIFIED, UNRECOGNIZED -> PluginChange.Outcome.UNKNOWN;
    }, message.getPlugin(), message.getPluginVersion(), message.getPluginDigest(),
        message.getEntry(), words(message.getReason()));
  }

  private static Optional<String> words(String said) {
    return said.isEmpty() ? Optional.empty() : Optional.of(said);
  }

  static TrainingProgress progress(TrainModelMetadata message) {
    return new TrainingProgress(
        stage(message.getStage()), message.getPlugin(), message.getEpoch(), message.getEpochsMax(),
        optional(message.hasLoss(), message.getLoss()),
        optional(message.hasValidationAuc(), message.getValidationAuc()),
        optional(message.hasValidationNdcg(), message.getValidationNdcg()),
        optional(message.hasValidationEpoch(), message.getValidationEpoch()), message.getFraction(),
        message.hasEta() ? Optional.of(Wire.duration(message.getEta())) : Optional.empty());
  }

  private static ModelVersion.Metrics metrics(ModelMetrics message) {
    return new ModelVersion.Metrics(
        optional(message.hasValidationAuc(), message.getValidationAuc()),
        optional(message.hasValidationLoss(), message.getValidationLoss()),
        optional(message.hasTrainingLoss(), message.getTrainingLoss()),
        optional(message.hasGradientNorm(), message.getGradientNorm()),
        optional(message.hasEpochs(), message.getEpochs()),
        message.hasBuildDuration()
            ? Optional.of(Wire.duration(message.getBuildDuration()))
            : Optional.empty(),
        optional(message.hasNdcgAt10(), message.getNdcgAt10()),
        optional(message.hasRecallAt20(), message.getRecallAt20()),
        optional(message.hasPopularNdcgAt10(), message.getPopularNdcgAt10()));
  }

  private static OptionalDouble optional(boolean present, double value) {
    return present ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private static OptionalInt optional(boolean present, int value) {
    return present ? OptionalInt.of(value) : OptionalInt.empty();
  }

  private static Model.State state(io.lethe.v1.Model.State state) {
    return switch (state) {
      case STATE_PREPARING -> Model.State.PREPARING;
      case STATE_UNTRAINED -> Model.State.UNTRAINED;
      case STATE_SERVING -> Model.State.SERVING;
      case STATE_NOT_SERVING -> Model.State.NOT_SERVING;
      case STATE_UNSPECIFIED, UNRECOGNIZED -> Model.State.UNKNOWN;
    };
  }

  private static ModelVersion.State state(io.lethe.v1.ModelVersion.State state) {
    return switch (state) {
      case STATE_LOADING -> ModelVersion.State.LOADING;
      case STATE_AVAILABLE -> ModelVersion.State.AVAILABLE;
      case STATE_DRAINING -> ModelVersion.State.DRAINING;
      case STATE_RETIRED -> ModelVersion.State.RETIRED;
      case STATE_REFUSED -> ModelVersion.State.REFUSED;
      case STATE_UNSPECIFIED, UNRECOGNIZED -> ModelVersion.State.UNKNOWN;
    };
  }

  private static ModelVersion.Origin origin(io.lethe.v1.ModelVersion.Origin origin) {
    return switch (origin) {
      case ORIGIN_TRAINING -> ModelVersion.Origin.TRAINING;
      case ORIGIN_INFLUENCE_UPDATE -> ModelVersion.Origin.INFLUENCE_UPDATE;
      case ORIGIN_RETRAINING -> ModelVersion.Origin.RETRAINING;
      case ORIGIN_UNSPECIFIED, UNRECOGNIZED -> ModelVersion.Origin.UNKNOWN;
    };
  }

  private static TrainingProgress.Stage stage(TrainModelMetadata.Stage stage) {
    return switch (stage) {
      case STAGE_UNSPECIFIED -> TrainingProgress.Stage.QUEUED;
      case STAGE_READING -> TrainingProgress.Stage.READING;
      case STAGE_TRAINING -> TrainingProgress.Stage.TRAINING;
      case STAGE_PUBLISHING -> TrainingProgress.Stage.PUBLISHING;
      case UNRECOGNIZED -> TrainingProgress.Stage.UNKNOWN;
    };
  }
}
