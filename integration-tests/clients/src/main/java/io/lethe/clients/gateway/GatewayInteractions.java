package io.lethe.clients.gateway;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.lethe.clients.testee.Arguments;
import java.util.Map;
import java.util.TreeMap;

/** What an HTTP caller does about interactions. */
final class GatewayInteractions {

  private static final int ROWS_MAX = 10_000;

  private final HttpCaller http;

  GatewayInteractions(HttpCaller http) {
    this.http = http;
  }

  JsonElement answer(String operation, Arguments arguments) throws Exception {
    return switch (operation) {
      case "appendInteractions" -> append(arguments, arguments.array("rows"));
      // Streams have no JSON form: an HTTP caller sends batches.
      case "appendAll", "importInteractions" -> appendAll(arguments);
      case "interactionsOfUser" -> ofUser(arguments);
      default -> throw new IllegalArgumentException("no operation '" + operation + "'");
    };
  }

  private JsonObject append(Arguments arguments, JsonArray rows) throws Exception {
    JsonObject request = new JsonObject();
    request.addProperty("requestId", GatewayTestee.requestId(arguments));
    request.add("interactions", rows);
    arguments.optionalText("repeats").ifPresent(name -> request.addProperty("repeats", name));
    JsonObject weights = arguments.object("eventWeights");
    if (!weights.isEmpty()) {
      request.add("eventWeights", weights);
    }
    if (arguments.flag("learnAtOnce")) {
      request.addProperty("learnAtOnce", true);
    }
    JsonObject answer = http.post(GatewayTestee.model(arguments) + ":appendInteractions", request);
    JsonObject json = JsonValues
        .list("outcomes", JsonValues.each(answer, "outcomes", outcome -> outcome));
    json.addProperty("learned", answer.has("learned") && answer.get("learned").getAsBoolean());
    return json;
  }

  private JsonObject appendAll(Arguments arguments) throws Exception {
    JsonArray rows = arguments.array("rows");
    Map<String, Integer> counts = new TreeMap<>();
    for (int start = 0; start < rows.size(); start += ROWS_MAX) {
      JsonArray batch = new JsonArray();
      for (int k = start; k < Math.min(rows.size(), start + ROWS_MAX); k++) {
        batch.add(rows.get(k));
      }
      for (JsonElement outcome : append(arguments, batch).getAsJsonArray("outcomes")) {
        counts.merge(outcome.getAsString(), 1, Integer::sum);
      }
    }
    JsonObject outcomes = new JsonObject();
    counts.forEach(outcomes::addProperty);
    JsonObject json = new JsonObject();
    json.addProperty("rowCount", rows.size());
    json.add("outcomes", outcomes);
    return json;
  }

  private JsonObject ofUser(Arguments arguments) throws Exception {
    JsonObject request = new JsonObject();
    request.addProperty("user", arguments.text("user"));
    JsonArray all = new JsonArray();
    String token = "";
    do {
      request.addProperty("pageToken", token);
      JsonObject page = http.post(GatewayTestee.model(arguments) + ":listInteractions", request);
      all.addAll(JsonValues.each(page, "interactions", row -> row));
      token = page.has("nextPageToken") ? page.get("nextPageToken").getAsString() : "";
    } while (!token.isEmpty());
    return JsonValues.list("interactions", all);
  }
}
