package io.lethe.store.format;

import io.lethe.engine.data.TrainingFacts;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionCounts;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionManifest;
import io.lethe.engine.model.VersionOrigin;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The engine's facts of a version as JSON, in checkpoints and in the ledger. */
public final class VersionFacts {

  private VersionFacts() {}

  /** Every field of a manifest. */
  public static ObjectNode toJson(VersionManifest manifest) {
    VersionId parent = manifest.parent();
    ObjectNode json = Json.object()
        .put("model", manifest.id().model().value())
        .put("version", manifest.id().number())
        .put("parent", parent == null ? 0 : parent.number())
        .put("origin", manifest.origin().name())
        .put("createTime", manifest.createTime().toString())
        .put("plugin", manifest.plugin())
        .put("pluginVersion", manifest.pluginVersion())
        .put("erasurePosition", manifest.erasurePosition());
    if (!manifest.pluginDigest().isEmpty()) {
      json.put("pluginDigest", manifest.pluginDigest());
    }
    json.set("training", training(manifest.training()));
    json.set("counts", counts(manifest.counts()));
    json.set("metrics", Json.decimals(manifest.metrics()));
    return json;
  }

  private static ObjectNode training(TrainingFacts training) {
    ObjectNode json = Json.object()
        .put("seed", training.seed())
        .put("logEnd", training.logEnd())
        .put("validationShare", training.validationShare())
        .put("splitSeed", training.splitSeed());
    json.set("options", Json.strings(training.options()));
    return json;
  }

  private static ObjectNode counts(VersionCounts counts) {
    return Json.object()
        .put("users", counts.users())
        .put("items", counts.items())
        .put("interactions", counts.interactions())
        .put("parameters", counts.parameters());
  }

  /**
   * Reads what {@link #toJson} has written.
   *
   * @throws RuntimeException if something is missing or out of its bounds
   */
  public static VersionManifest fromJson(JsonNode json) {
    ModelName model = new ModelName(Json.string(json, "model"));
    return new VersionManifest(
        new VersionId(model, Json.integer(json, "version")),
        parent(model, Json.integer(json, "parent")),
        Json.constant(json, "origin", VersionOrigin.class), Json.instant(json, "createTime"),
        Json.string(json, "plugin"), Json.string(json, "pluginVersion"), pluginDigest(json),
        trainingFromJson(Json.child(json, "training")), countsFromJson(Json.child(json, "counts")),
        Json.integer(json, "erasurePosition"), Json.decimals(json, "metrics"));
  }

  /** Versions made before there were digests have none. */
  private static String pluginDigest(JsonNode json) {
    String digest = Json.optionalString(json, "pluginDigest");
    return digest == null ? "" : digest;
  }

  private static @Nullable VersionId parent(ModelName model, long number) {
    return number == 0 ? null : new VersionId(model, number);
  }

  private static TrainingFacts trainingFromJson(JsonNode json) {
    return new TrainingFacts(
        Json.integer(json, "seed"), Json.strings(json, "options"), Json.integer(json, "logEnd"),
        Json.decimal(json, "validationShare"), Json.integer(json, "splitSeed"));
  }

  private static VersionCounts countsFromJson(JsonNode json) {
    return new VersionCounts(
        Json.integer(json, "users"), Json.integer(json, "items"),
        Json.integer(json, "interactions"), Json.integer(json, "parameters"));
  }
}
