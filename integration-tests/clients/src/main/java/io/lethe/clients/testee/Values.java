package io.lethe.clients.testee;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.lethe.client.BatchRecommendations;
import io.lethe.client.Erasure;
import io.lethe.client.ErasurePlan;
import io.lethe.client.Model;
import io.lethe.client.ModelVersion;
import io.lethe.client.Recommendations;
import io.lethe.client.ScoredItem;
import io.lethe.client.Scores;
import io.lethe.client.UnlearningMethod;
import io.lethe.client.plugin.PluginChange;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The Java client's values in the testees' common JSON. */
final class Values {

  private Values() {}

  static JsonObject list(String name, Stream<? extends JsonElement> elements) {
    JsonArray array = new JsonArray();
    elements.forEach(array::add);
    JsonObject json = new JsonObject();
    json.add(name, array);
    return json;
  }

  static JsonObject recommendations(Recommendations answer) {
    JsonObject json = new JsonObject();
    json.add("items", items(answer.items()));
    json.addProperty("source", "SOURCE_" + answer.source());
    json.addProperty("modelVersion", answer.version().toString());
    json.addProperty("erasurePosition", answer.erasurePosition());
    return json;
  }

  static JsonObject batch(BatchRecommendations answer) {
    JsonObject json = list("results", answer.entries().stream().map(entry -> {
      JsonObject result = new JsonObject();
      result.addProperty("outcome", "OUTCOME_" + entry.outcome());
      result.add("items", items(entry.items()));
      result.addProperty("source", "SOURCE_" + entry.source());
      return result;
    }));
    json.addProperty("modelVersion", answer.version().toString());
    json.addProperty("erasurePosition", answer.erasurePosition());
    return json;
  }

  static JsonObject scores(Scores answer) {
    JsonObject json = list(
        "scores",
        answer.scores()
            .stream()
            .map(
                score -> score.isPresent()
                    ? new JsonPrimitive(score.getAsDouble())
                    : JsonNull.INSTANCE));
    json.addProperty("modelVersion", answer.version().toString());
    json.addProperty("erasurePosition", answer.erasurePosition());
    return json;
  }

  private static JsonArray items(List<ScoredItem> items) {
    JsonArray array = new JsonArray();
    for (ScoredItem item : items) {
      JsonObject json = new JsonObject();
      json.addProperty("item", item.item());
      json.addProperty("score", item.score());
      JsonArray because = new JsonArray();
      for (ScoredItem.Reason why : item.because()) {
        JsonObject reason = new JsonObject();
        reason.addProperty("item", why.item());
        reason.addProperty("contribution", why.contribution());
        because.add(reason);
      }
      json.add("because", because);
      array.add(json);
    }
    return array;
  }

  static JsonObject model(Model model) {
    JsonObject json = new JsonObject();
    json.addProperty("name", "models/" + model.id());
    json.addProperty("state", "STATE_" + model.state());
    add(json, "activeVersion", model.activeVersion());
    model.learning().ifPresent(learning -> json.add("learning", json(learning)));
    JsonArray aliases = new JsonArray();
    model.aliases().forEach(alias -> aliases.add(alias(model.id(), alias)));
    json.add("aliases", aliases);
    return json;
  }

  static JsonObject alias(String model, Model.Alias alias) {
    JsonObject json = new JsonObject();
    json.addProperty("name", "models/%s/aliases/%s".formatted(model, alias.name()));
    json.addProperty("modelVersion", alias.version().toString());
    json.addProperty("basisPoints", alias.basisPoints());
    json.addProperty("answering", alias.answering());
    return json;
  }

  static JsonObject change(PluginChange change) {
    JsonObject json = new JsonObject();
    json.addProperty("outcome", "OUTCOME_" + change.outcome());
    json.addProperty("plugin", change.plugin());
    json.addProperty("pluginVersion", change.version());
    json.addProperty("pluginDigest", change.digest());
    json.addProperty("entry", change.entry());
    json.addProperty("reason", change.reason().orElse(""));
    return json;
  }

  private static JsonObject json(Model.Learning learning) {
    JsonObject json = new JsonObject();
    json.addProperty("supported", learning.supported());
    json.addProperty("learnedInteractionCount", learning.learnedInteractions());
    json.addProperty("waitingInteractionCount", learning.waitingInteractions());
    return json;
  }

  static JsonObject version(ModelVersion version) {
    JsonObject json = new JsonObject();
    json.addProperty("name", version.name().toString());
    json.addProperty("state", "STATE_" + version.state());
    return json;
  }

  static JsonObject plan(ErasurePlan plan) {
    JsonObject json = new JsonObject();
    json.addProperty("method", method(plan.method()));
    add(json, "baseVersion", plan.baseVersion());
    json.addProperty("interactionCount", plan.interactions());
    json.addProperty("changedRowCount", plan.changedRows());
    json.addProperty("droppedRowCount", plan.droppedRows());
    return json;
  }

  static JsonObject erasure(Erasure erasure) {
    JsonObject json = new JsonObject();
    json.addProperty("name", erasure.name());
    json.addProperty("model", "models/" + erasure.model());
    json.addProperty("state", "STATE_" + erasure.state());
    json.addProperty("requestedMethod", method(erasure.requestedMethod()));
    json.addProperty("usedMethod", method(erasure.usedMethod()));
    json.addProperty("interactionCount", erasure.counts().interactions());
    json.addProperty("changedRowCount", erasure.counts().changedRows());
    json.addProperty("droppedRowCount", erasure.counts().droppedRows());
    json.addProperty("erasurePosition", erasure.erasurePosition());
    add(json, "baseVersion", erasure.baseVersion());
    add(json, "unlearnedVersion", erasure.unlearnedVersion());
    add(json, "failureReason", erasure.failure().map(Erasure.Failure::reason));
    add(json, "requester", erasure.parties().requester());
    add(json, "approver", erasure.parties().approver());
    return json;
  }

  private static String method(UnlearningMethod method) {
    return "UNLEARNING_METHOD_"
        + (method == UnlearningMethod.SERVER_CHOICE ? "UNSPECIFIED" : method.name());
  }

  private static void add(JsonObject json, String name, Optional<?> value) {
    value.ifPresent(present -> json.addProperty(name, present.toString()));
  }
}
