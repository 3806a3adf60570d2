package io.lethe.clients.gateway;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.lethe.clients.testee.Arguments;
import io.lethe.clients.testee.Facts;
import io.lethe.clients.testee.Receipts;
import io.lethe.clients.testee.Testee;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** An HTTP caller, as the harness drives it. */
final class GatewayTestee implements Testee.Operations {

  private final Map<JsonObject, Caller> callers = new ConcurrentHashMap<>();

  private GatewayTestee() {}

  /** One caller, and what it has erased: the highest position of each model. */
  private record Caller(HttpCaller http, OwnPositions own) {}

  public static void main(String[] arguments) throws IOException {
    Testee.serve(new GatewayTestee());
  }

  @Override
  public JsonElement answer(String operation, JsonObject wish, JsonObject json) throws Exception {
    Arguments arguments = new Arguments(json);
    return switch (operation) {
      case "facts" -> Facts.json();
      case "verify" -> Receipts.verify(arguments);
      case "close" -> close(wish);
      default -> answer(operation, caller(wish), arguments);
    };
  }

  private synchronized Caller caller(JsonObject wish) throws Exception {
    Caller known = callers.get(wish);
    if (known == null) {
      boolean heeded = !wish.has("readYourErasures") || wish.get("readYourErasures").getAsBoolean();
      known = new Caller(new HttpCaller(wish), new OwnPositions(heeded));
      callers.put(wish, known);
    }
    return known;
  }

  private JsonObject close(JsonObject wish) {
    Caller caller = callers.remove(wish);
    if (caller != null) {
      caller.http.close();
    }
    return new JsonObject();
  }

  private static JsonElement answer(String operation, Caller caller, Arguments arguments)
      throws Exception {
    HttpCaller http = caller.http;
    return switch (operation) {
      case "recommend" -> JsonValues.recommendations(recommend(caller, arguments));
      case "batchRecommend" -> JsonValues
          .batch(http.post(model(arguments) + ":batchRecommend", served(caller, arguments)));
      case "score" ->
        JsonValues.scores(http.post(model(arguments) + ":score", served(caller, arguments)));
      case "models" -> JsonValues
          .list("models", JsonValues.each(http.get("/v1/models"), "models", JsonValues::model));
      case "model" -> JsonValues.model(http.get(model(arguments)));
      case "versions" -> JsonValues.list(
          "versions", JsonValues
              .each(http.get(model(arguments) + "/versions"), "modelVersions", version -> version));
      case "version" -> http.get("/v1/" + arguments.text("name"));
      case "activate", "rebase" ->
        http.post("/v1/" + arguments.text("name") + ":" + operation, new JsonObject());
      case "setAlias" -> http.post(alias(arguments) + ":set", set(arguments));
      case "reloadPlugins" -> http.post("/v1/plugins:reload", new JsonObject());
      case "deleteAlias" -> http.delete(alias(arguments));
      case "train" -> Trainings.train(http, arguments);
      case "raw" ->
        RawPaths.call(http, arguments.text("method"), arguments.json().getAsJsonObject("request"));
      case "recommendForItems",
          "similarItems" ->
        JsonValues.recommendations(
            http.post(
                model(arguments) + ":" + operation,
                renamed(served(caller, arguments), "history", "items")));
      case "updateItems", "deleteItems", "item", "items" ->
        new GatewayCatalog(http).answer(operation, arguments);
      case "appendInteractions", "appendAll", "importInteractions", "interactionsOfUser" ->
        new GatewayInteractions(http).answer(operation, arguments);
      default -> new GatewayErasures(http, caller.own).answer(operation, arguments);
    };
  }

  private static JsonObject recommend(Caller caller, Arguments arguments) throws Exception {
    JsonObject request = served(caller, arguments);
    request.remove("deadlineMillis");
    Duration deadline = arguments.has("deadlineMillis")
        ? Duration.ofMillis(arguments.number("deadlineMillis"))
        : caller.http.deadline();
    return caller.http.call(model(arguments) + ":recommend", request, deadline);
  }

  /** The arguments go as they are, but for the model, and for what was erased before. */
  private static JsonObject served(Caller caller, Arguments arguments) {
    JsonObject request = arguments.json().deepCopy();
    request.remove("model");
    long position = caller.own
        .position(arguments.text("model"), arguments.number("minErasurePosition", 0));
    if (position > 0) {
      request.addProperty("minErasurePosition", position);
    }
    return request;
  }

  /** What the operations call otherwise than the contract. */
  static JsonObject renamed(JsonObject request, String name, String inContract) {
    if (request.has(name)) {
      request.add(inContract, request.remove(name));
    }
    return request;
  }

  private static String alias(Arguments arguments) {
    return model(arguments) + "/aliases/" + encoded(arguments.text("alias"));
  }

  private static JsonObject set(Arguments arguments) {
    JsonObject request = arguments.json().deepCopy();
    request.remove("model");
    request.remove("alias");
    return request;
  }

  static String model(Arguments arguments) {
    return "/v1/models/" + encoded(arguments.text("model"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String requestId(Arguments arguments) {
    return arguments.optionalText("requestId").orElseGet(() -> UUID.randomUUID().toString());
  }

  @Override
  public JsonObject error(Exception failure) {
    JsonObject error = new JsonObject();
    error.addProperty("type", failure.getClass().getName());
    error.addProperty("message", String.valueOf(failure.getMessage()));
    if (failure instanceof HttpCallException known) {
      error.addProperty("status", known.status());
      known.info().asMap().forEach(error::add);
    }
    return error;
  }
}
