package io.lethe.store.ledger;

import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.ErasureEffort;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.work.Phase;
import io.lethe.store.format.Json;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The parts of an erasure that the ledger keeps as JSON. */
final class ErasureJson {

  private static final JsonFactory JSON = new JsonFactory();

  /** Left out where it is not so, as in all outcomes before there were such models. */
  private static final String TRAINED_ELSEWHERE = "trainedElsewhere";

  private ErasureJson() {}

  static String target(ErasureTarget target) {
    return switch (target) {
      case ErasureTarget.User user -> Json.text(Json.object().put("user", user.id()));
      case ErasureTarget.Item item -> Json.text(Json.object().put("item", item.id()));
      case ErasureTarget.Interactions some -> pairs(some.pairs());
    };
  }

  /** Thousands of pairs: written one after the other, without a tree. */
  private static String pairs(List<ErasureTarget.Pair> pairs) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("pairs");
      for (ErasureTarget.Pair pair : pairs) {
        json.writeStartArray();
        json.writeString(pair.user());
        json.writeString(pair.item());
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  static ErasureTarget target(String text) {
    JsonNode json = Json.parse(text);
    if (json.has("user")) {
      return new ErasureTarget.User(Json.string(json, "user"));
    }
    if (json.has("item")) {
      return new ErasureTarget.Item(Json.string(json, "item"));
    }
    List<ErasureTarget.Pair> pairs = new ArrayList<>();
    for (JsonNode pair : json.required("pairs")) {
      pairs.add(
          new ErasureTarget.Pair(pair.required(0).stringValue(), pair.required(1).stringValue()));
    }
    return new ErasureTarget.Interactions(pairs);
  }

  static String phases(List<Phase> phases) {
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("phases");
    phases.forEach(
        phase -> list.addObject()
            .put("name", phase.name())
            .put("nanos", phase.duration().toNanos()));
    return Json.text(json);
  }

  static List<Phase> phases(String text) {
    List<Phase> phases = new ArrayList<>();
    for (JsonNode phase : Json.parse(text).required("phases")) {
      phases.add(
          new Phase(Json.string(phase, "name"), Duration.ofNanos(Json.integer(phase, "nanos"))));
    }
    return phases;
  }

  static String outcome(ErasureOutcome outcome) {
    ObjectNode json = Json.object()
        .put("base", number(outcome.base()))
        .put("baseDigest", outcome.baseDigest())
        .put("unlearned", number(outcome.unlearned()))
        .put("unlearnedDigest", outcome.unlearnedDigest())
        .put("plugin", outcome.plugin())
        .put("pluginVersion", outcome.pluginVersion())
        .put("method", outcome.method().name())
        .put("assurance", outcome.assurance().name())
        .put("forgotten", outcome.forgotten())
        .put("notLearned", outcome.notLearned())
        .put("changedRows", outcome.changedRows())
        .put("droppedRows", outcome.droppedRows())
        .put("selectedParameters", outcome.selectedParameters());
    if (outcome.trainedElsewhere()) {
      json.put(TRAINED_ELSEWHERE, true);
    }
    if (outcome.effort() != null) {
      json.put("effort", outcome.effort().name());
    }
    json.set("measured", MeasuresJson.of(outcome.measures()));
    return Json.text(json);
  }

  static ErasureOutcome outcome(ModelName model, String text) {
    JsonNode json = Json.parse(text);
    return new ErasureOutcome(
        version(model, Json.integer(json, "base")), Json.string(json, "baseDigest"),
        version(model, Json.integer(json, "unlearned")), Json.string(json, "unlearnedDigest"),
        Json.string(json, "plugin"), Json.string(json, "pluginVersion"),
        Json.constant(json, "method", ErasureMethod.class),
        json.has("effort") ? Json.constant(json, "effort", ErasureEffort.class) : null,
        Json.constant(json, "assurance", Assurance.class), Json.integer(json, "forgotten"),
        Json.integer(json, "notLearned"), Json.integer(json, "changedRows"),
        Json.integer(json, "droppedRows"), Json.integer(json, "selectedParameters"),
        MeasuresJson.measures(Json.child(json, "measured")), json.has(TRAINED_ELSEWHERE));
  }

  /** 0 stands for none. */
  private static long number(@Nullable VersionId version) {
    return version == null ? 0 : version.number();
  }

  private static @Nullable VersionId version(ModelName model, long number) {
    return number == 0 ? null : new VersionId(model, number);
  }
}
