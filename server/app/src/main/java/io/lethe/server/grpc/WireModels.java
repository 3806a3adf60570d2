package io.lethe.server.grpc;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.alias.ModelAlias;
import io.lethe.engine.alias.run.ModelAliases;
import io.lethe.engine.check.SelfCheck;
import io.lethe.engine.learning.LearningStatus;
import io.lethe.engine.lifecycle.Takeover;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelStatus;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionListing;
import io.lethe.engine.model.VersionManifest;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.model.VersionState;
import io.lethe.engine.plugin.InstalledPlugin;
import io.lethe.engine.plugin.PluginFailure;
import io.lethe.engine.publish.VersionMetrics;
import io.lethe.v1.Alias;
import io.lethe.v1.Model;
import io.lethe.v1.ModelMetrics;
import io.lethe.v1.ModelVersion;
import io.lethe.v1.Plugin;
import io.lethe.v1.PluginChange;

/** Models and versions, for the wire. */
final class WireModels {

  private WireModels() {}

  /** A model's name and what its status tells. */
  static Model.Builder model(ModelName name, ModelStatus status) {
    Model.Builder wire = Model.newBuilder().setName(ResourceNames.of(name));
    switch (status) {
      case ModelStatus.Serving(var version) -> wire.setState(Model.State.STATE_SERVING)
          .setActiveVersion(ResourceNames.of(version.id()))
          .setPlugin(version.manifest().plugin());
      case ModelStatus.Untrained() -> wire.setState(Model.State.STATE_UNTRAINED);
      case ModelStatus.NotReady(var reason) -> wire.setState(
          reason.kind() == ErrorKind.MODEL_NOT_READY
              ? Model.State.STATE_PREPARING
              : Model.State.STATE_NOT_SERVING);
    }
    return wire;
  }

  /** What a version has learned since its training. */
  static Model.Learning learning(LearningStatus status) {
    return Model.Learning.newBuilder()
        .setSupported(status.supported())
        .setLearnedInteractionCount(status.interactions())
        .setWaitingInteractionCount(status.waiting())
        .setUndoneInteractionCount(status.undone())
        .setRefusal(status.refusal().orElse(""))
        .build();
  }

  /** An alias of a model. */
  static Alias alias(ModelName model, ModelAliases.Listed listed) {
    ModelAlias alias = listed.alias();
    return Alias.newBuilder()
        .setName(ResourceNames.of(model, alias.name()))
        .setModelVersion(ResourceNames.of(new VersionId(model, alias.version())))
        .setBasisPoints(alias.basisPoints())
        .setAnswering(listed.answers())
        .build();
  }

  /**
   * A version that answers now.
   *
   * @param training the version of the training that it descends from
   */
  static ModelVersion version(io.lethe.engine.model.ModelVersion version, VersionId training) {
    return version(
        new VersionListing(
            version.record(), VersionState.AVAILABLE, true, false, true, training, null));
  }

  /** A version that a training made, which answers unless it is kept beside another. */
  static ModelVersion trained(io.lethe.engine.model.ModelVersion version) {
    boolean answers = VersionMetrics.tookOver(version.manifest());
    return version(
        new VersionListing(
            version.record(), answers ? VersionState.AVAILABLE : VersionState.RETIRED, answers,
            false, true, version.id(), null));
  }

  static ModelVersion version(VersionListing listing) {
    VersionRecord record = listing.record();
    VersionManifest manifest = record.manifest();
    ModelVersion.Builder wire = ModelVersion.newBuilder()
        .setName(ResourceNames.of(record.id()))
        .setState(state(listing.state()))
        .setActive(listing.active())
        .setCreateTime(WireTimes.of(manifest.createTime()))
        .setPlugin(manifest.plugin())
        .setPluginVersion(manifest.pluginVersion())
        .setPluginDigest(manifest.pluginDigest())
        .setOrigin(origin(manifest.origin()))
        .setUserCount(manifest.counts().users())
        .setItemCount(manifest.counts().items())
        .setInteractionCount(manifest.counts().interactions())
        .setParameterCount(manifest.counts().parameters())
        .setDigest(record.digest())
        .setErasurePosition(manifest.erasurePosition())
        .setHoldsErasedData(listing.holdsErasedData())
        .setActivatable(listing.activatable())
        .setTrainingVersion(ResourceNames.of(listing.training()))
        .putAllTrainingOptions(manifest.training().options())
        .setSeed(manifest.training().seed())
        .setDataPosition(manifest.training().logEnd())
        .setMetrics(metrics(manifest));
    SelfCheck.refusalOf(manifest.metrics()).ifPresent(wire::setInfluenceRefusal);
    Takeover.refusalOf(manifest).ifPresent(why -> wire.setTakeoverRefusal(why.toString()));
    if (manifest.parent() != null) {
      wire.setParentVersion(ResourceNames.of(manifest.parent()));
    }
    if (listing.destroyed() != null) {
      wire.setDestroyTime(WireTimes.of(listing.destroyed()));
    }
    return wire.build();
  }

  private static ModelMetrics metrics(VersionManifest manifest) {
    ModelMetrics.Builder wire = ModelMetrics.newBuilder();
    manifest.metrics().forEach((name, value) -> metric(wire, name, value));
    // A derived version has the time of the training that it comes from.
    return manifest.origin() == VersionOrigin.INFLUENCE_UPDATE
        ? wire.clearBuildDuration().build()
        : wire.build();
  }

  private static void metric(ModelMetrics.Builder wire, String name, double value) {
    switch (name) {
      case "validation-auc" -> wire.setValidationAuc(value);
      case "ndcg-at-10" -> wire.setNdcgAt10(value);
      case "popular-ndcg-at-10" -> wire.setPopularNdcgAt10(value);
      case "recall-at-20" -> wire.setRecallAt20(value);
      case "loss" -> wire.setTrainingLoss(value);
      case "gradient-norm" -> wire.setGradientNorm(value);
      case "epochs" -> wire.setEpochs((int) value);
      case "seconds" -> wire.setBuildDuration(WireTimes.ofSeconds(value));
      default -> {
        // Plugins may measure what the contract has no field for.
      }
    }
  }

  /** A plugin that trainings can take. */
  static Plugin plugin(InstalledPlugin installed) {
    return Plugin.newBuilder()
        .setPlugin(installed.plugin().name())
        .setPluginVersion(installed.plugin().version())
        .setPluginDigest(installed.digest())
        .setEntry(installed.folder())
        .build();
  }

  /** An entry of the plugin folder that cannot be used. */
  static Plugin plugin(PluginFailure failure) {
    return Plugin.newBuilder()
        .setPlugin(failure.plugin())
        .setPluginVersion(failure.version())
        .setPluginDigest(failure.digest())
        .setEntry(failure.folder())
        .setRefusal(failure.reason())
        .build();
  }

  /** What became of a plugin. */
  static PluginChange change(io.lethe.engine.plugin.folder.PluginChange change) {
    return PluginChange.newBuilder().setOutcome(switch (change.outcome()) {
      case ADDED -> PluginChange.Outcome.OUTCOME_ADDED;
      case REPLACED -> PluginChange.Outcome.OUTCOME_REPLACED;
      case KEPT -> PluginChange.Outcome.OUTCOME_KEPT;
      case REMOVED -> PluginChange.Outcome.OUTCOME_REMOVED;
      case REFUSED -> PluginChange.Outcome.OUTCOME_REFUSED;
    })
        .setPlugin(change.plugin())
        .setPluginVersion(change.version())
        .setPluginDigest(change.digest())
        .setEntry(change.folder())
        .setReason(change.reason())
        .build();
  }

  private static ModelVersion.State state(VersionState state) {
    return switch (state) {
      case LOADING -> ModelVersion.State.STATE_LOADING;
      case AVAILABLE -> ModelVersion.State.STATE_AVAILABLE;
      case DRAINING -> ModelVersion.State.STATE_DRAINING;
      case RETIRED -> ModelVersion.State.STATE_RETIRED;
      case REFUSED -> ModelVersion.State.STATE_REFUSED;
    };
  }

  private static ModelVersion.Origin origin(VersionOrigin origin) {
    return switch (origin) {
      case TRAINING -> ModelVersion.Origin.ORIGIN_TRAINING;
      case INFLUENCE_UPDATE -> ModelVersion.Origin.ORIGIN_INFLUENCE_UPDATE;
      case RETRAINING -> ModelVersion.Origin.ORIGIN_RETRAINING;
    };
  }
}
