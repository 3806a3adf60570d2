package io.lethe.clients.testee;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.lethe.client.AppendRequest;
import io.lethe.client.AppendSummary;
import io.lethe.client.Appended;
import io.lethe.client.Fallback;
import io.lethe.client.ImportSummary;
import io.lethe.client.InteractionRow;
import io.lethe.client.ItemsQuery;
import io.lethe.client.LetheClient;
import io.lethe.client.Repeats;
import io.lethe.client.SimilarItemsQuery;
import io.lethe.client.WeightedItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** What the harness asks for about interactions, and recommendations without a user. */
final class InteractionOperations {

  private InteractionOperations() {}

  static JsonElement answer(String operation, LetheClient client, Arguments arguments) {
    return switch (operation) {
      case "recommendForItems" ->
        Values.recommendations(client.recommendForItems(items(arguments)));
      case "similarItems" -> Values.recommendations(
          client.similarItems(
              new SimilarItemsQuery(
                  arguments.text("model"), arguments.text("item"), arguments.number("n"),
                  arguments.texts("excludeItems"), arguments.number("minErasurePosition", 0),
                  arguments.optionalText("filter").orElse(""), arguments.texts("allowItems"))));
      case "appendInteractions" -> {
        Appended done = client.appendInteractions(append(arguments));
        JsonObject json = Values.list(
            "outcomes",
            done.outcomes().stream().map(outcome -> new JsonPrimitive("OUTCOME_" + outcome)));
        json.addProperty("learned", done.learned());
        yield json;
      }
      case "appendAll" -> summary(
          client.appendAll(
              arguments.text("model"), rows(arguments).stream(), repeats(arguments),
              weights(arguments)));
      case "importInteractions" -> {
        ImportSummary done = client.importInteractions(
            arguments.text("model"), UUID.fromString(arguments.text("importId")),
            rows(arguments).iterator(), repeats(arguments), weights(arguments));
        JsonObject json = summary(new AppendSummary(done.rowCount(), done.outcomes()));
        json.add("refused", refused(done));
        yield json;
      }
      case "interactionsOfUser" -> Values.list(
          "interactions", client.interactionsOfUser(arguments.text("model"), arguments.text("user"))
              .map(InteractionOperations::json));
      default -> throw new IllegalArgumentException("no operation '" + operation + "'");
    };
  }

  static Fallback fallback(Arguments arguments) {
    return arguments.optionalText("fallback")
        .map(name -> Fallback.valueOf(name.substring("FALLBACK_".length())))
        .orElse(Fallback.NONE);
  }

  private static ItemsQuery items(Arguments arguments) {
    List<WeightedItem> history = new ArrayList<>();
    for (JsonElement item : arguments.array("history")) {
      history.add(new WeightedItem(item.getAsJsonObject().get("item").getAsString(), value(item)));
    }
    return new ItemsQuery(
        arguments.text("model"), history, arguments.number("n"), arguments.texts("excludeItems"),
        arguments.flag("includeGiven"), arguments.number("minErasurePosition", 0),
        arguments.optionalText("filter").orElse(""), arguments.texts("allowItems"));
  }

  private static AppendRequest append(Arguments arguments) {
    UUID id = arguments.optionalText("requestId").map(UUID::fromString).orElseGet(UUID::randomUUID);
    return new AppendRequest(
        arguments.text("model"), rows(arguments), repeats(arguments), id,
        arguments.flag("learnAtOnce"), weights(arguments));
  }

  private static Map<String, Float> weights(Arguments arguments) {
    Map<String, Float> weights = new TreeMap<>();
    arguments.object("eventWeights")
        .entrySet()
        .forEach(weight -> weights.put(weight.getKey(), weight.getValue().getAsFloat()));
    return weights;
  }

  private static Repeats repeats(Arguments arguments) {
    return arguments.optionalText("repeats")
        .map(name -> Repeats.valueOf(name.substring("REPEATS_".length())))
        .orElse(Repeats.LATEST);
  }

  private static List<InteractionRow> rows(Arguments arguments) {
    List<InteractionRow> rows = new ArrayList<>();
    for (JsonElement row : arguments.array("rows")) {
      JsonObject json = row.getAsJsonObject();
      rows.add(
          new InteractionRow(
              json.get("user").getAsString(), json.get("item").getAsString(), value(row),
              Optional.ofNullable(json.get("time"))
                  .map(JsonElement::getAsString)
                  .map(Instant::parse),
              json.has("eventType") ? json.get("eventType").getAsString() : ""));
    }
    return rows;
  }

  private static float value(JsonElement row) {
    JsonElement value = row.getAsJsonObject().get("value");
    return value == null ? 1 : value.getAsFloat();
  }

  private static JsonObject json(InteractionRow row) {
    JsonObject json = new JsonObject();
    json.addProperty("user", row.user());
    json.addProperty("item", row.item());
    json.addProperty("value", row.value());
    row.time().ifPresent(time -> json.addProperty("time", time.toString()));
    if (!row.eventType().isEmpty()) {
      json.addProperty("eventType", row.eventType());
    }
    return json;
  }

  private static JsonArray refused(ImportSummary done) {
    JsonArray refused = new JsonArray();
    for (ImportSummary.Refused row : done.refused()) {
      JsonObject json = new JsonObject();
      json.addProperty("position", row.position());
      json.addProperty("reason", row.reason());
      refused.add(json);
    }
    return refused;
  }

  private static JsonObject summary(AppendSummary summary) {
    JsonObject outcomes = new JsonObject();
    summary.outcomes()
        .forEach((outcome, count) -> outcomes.addProperty("OUTCOME_" + outcome, count));
    JsonObject json = new JsonObject();
    json.addProperty("rowCount", summary.rowCount());
    json.add("outcomes", outcomes);
    return json;
  }
}
