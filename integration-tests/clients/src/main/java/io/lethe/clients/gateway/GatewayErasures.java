package io.lethe.clients.gateway;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.lethe.clients.testee.Arguments;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.ErrorsProto;
import io.lethe.v1.Receipt;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an HTTP caller does about erasures. */
final class GatewayErasures {

  private static final Set<String> TERMINAL = Set
      .of("STATE_COMPLETED", "STATE_FAILED", "STATE_CANCELLED");
  private static final Duration AWAIT_MAX = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final HttpCaller http;
  private final OwnPositions own;

  GatewayErasures(HttpCaller http, OwnPositions own) {
    this.http = http;
    this.own = own;
  }

  JsonElement answer(String operation, Arguments arguments) throws Exception {
    return switch (operation) {
      case "plan" -> JsonValues.plan(http.post("/v1/erasures", request(arguments, true)));
      case "unlearn" -> unlearn(request(arguments, false));
      case "readmit" -> readmit(arguments);
      case "erasures" -> erasures(arguments);
      default -> answer(operation, "/v1/" + arguments.text("name"), arguments);
    };
  }

  private JsonElement answer(String operation, String path, Arguments arguments) throws Exception {
    return switch (operation) {
      case "erasure" -> JsonValues.erasure(http.get(path));
      case "approve", "cancel" ->
        JsonValues.erasure(http.post(path + ":" + operation, new JsonObject()));
      case "await" ->
        await(path, Duration.ofMillis(arguments.number("timeoutMillis", AWAIT_MAX.toMillis())));
      case "watch" -> JsonValues.list("states", watched(path));
      case "cancelWatch" -> cancelWatch(path);
      case "receipt" -> receipt(http.get(path + "/receipt"));
      default -> throw new IllegalArgumentException("no operation '" + operation + "'");
    };
  }

  private static JsonObject request(Arguments arguments, boolean validateOnly) {
    JsonObject request = arguments.json().deepCopy();
    request.addProperty("model", "models/" + arguments.text("model"));
    request.addProperty("requestId", GatewayTestee.requestId(arguments));
    if (arguments.has("interactions")) {
      request.add("interactions", JsonValues.list("interactions", arguments.array("interactions")));
    }
    if (validateOnly) {
      request.addProperty("validateOnly", true);
    }
    return request;
  }

  private JsonObject readmit(Arguments arguments) throws Exception {
    JsonObject request = arguments.json().deepCopy();
    request.remove("model");
    if (request.has("interactions")) {
      request.add(
          "interactions", JsonValues.list("interactions", request.getAsJsonArray("interactions")));
    }
    JsonObject answer = http.post(GatewayTestee.model(arguments) + ":readmitSubject", request);
    JsonObject json = new JsonObject();
    json.addProperty(
        "readmittedCount",
        answer.has("readmittedCount") ? answer.get("readmittedCount").getAsInt() : 0);
    return json;
  }

  private JsonObject unlearn(JsonObject request) throws HttpCallException, InterruptedException {
    JsonObject json = new JsonObject();
    json.add(
        "erasure", http.post("/v1/erasures", request).getAsJsonObject("metadata").get("erasure"));
    json.add("requestId", request.get("requestId"));
    return json;
  }

  private JsonObject erasures(Arguments arguments) throws HttpCallException, InterruptedException {
    String path = "/v1/erasures?pageSize=" + arguments.number("limit")
        + arguments.optionalText("model").map(model -> "&model=models/" + model).orElse("");
    return JsonValues.list(
        "erasures", JsonValues.each(
            http.get(path), "erasures", erasure -> JsonValues.erasure(erasure.getAsJsonObject())));
  }

  private JsonObject await(String path, Duration timeout)
      throws HttpCallException, InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    JsonArray progress = new JsonArray();
    JsonObject last = null;
    while (last == null || !isTerminal(last)) {
      last = follow(path, end, progress, last);
      if (!isTerminal(last)) {
        Thread.sleep(PAUSE);
      }
    }
    JsonObject erasure = JsonValues.erasure(last);
    if (erasure.get("state").getAsString().equals("STATE_FAILED")) {
      throw failed(erasure);
    }
    if (erasure.get("interactionCount").getAsLong() > 0) {
      own.completed(
          erasure.get("model").getAsString().replace("models/", ""),
          erasure.get("erasurePosition").getAsLong());
    }
    JsonObject json = JsonValues.list("progress", progress);
    json.add("erasure", erasure);
    return json;
  }

  /** One stream to its end, or to where it broke. */
  private @Nullable JsonObject follow(
      String path, long end, JsonArray progress, @Nullable JsonObject before)
      throws HttpCallException, InterruptedException {
    JsonObject last = before;
    try (Events events = new Events(http.stream(path + ":watch", end), end)) {
      for (JsonObject event = events.next(); event != null; event = events.next()) {
        if (!event.equals(last)) {
          progress.add(event.get("state"));
        }
        last = event;
      }
    } catch (HttpCallException failure) {
      if (!failure.status().equals("UNAVAILABLE")) {
        throw failure;
      }
    }
    return last;
  }

  private static boolean isTerminal(@Nullable JsonObject erasure) {
    return erasure != null && TERMINAL.contains(erasure.get("state").getAsString());
  }

  private static HttpCallException failed(JsonObject erasure) {
    String reason = erasure.get("failureReason").getAsString();
    JsonObject metadata = new JsonObject();
    metadata.add("erasure", erasure.get("name"));
    JsonObject info = new JsonObject();
    info.addProperty("domain", "lethe.io");
    info.addProperty("reason", reason);
    info.add("metadata", metadata);
    JsonArray details = new JsonArray();
    details.add(info);
    JsonObject error = JsonValues.list("details", details);
    error.addProperty(
        "status",
        ErrorReason.valueOf(reason)
            .getValueDescriptor()
            .getOptions()
            .getExtension(ErrorsProto.reasonStatus)
            .name());
    return new HttpCallException(error);
  }

  private JsonArray watched(String path) throws HttpCallException, InterruptedException {
    JsonArray states = new JsonArray();
    var _ = follow(path, System.nanoTime() + AWAIT_MAX.toNanos(), states, null);
    return states;
  }

  private JsonObject cancelWatch(String path) throws HttpCallException, InterruptedException {
    long end = System.nanoTime() + AWAIT_MAX.toNanos();
    Events events = new Events(http.stream(path + ":watch", end), end);
    JsonObject json = new JsonObject();
    JsonObject first = events.next();
    json.add("first", first == null ? null : first.get("state"));
    events.close();
    json.addProperty("ended", events.next() == null ? "CANCELLED" : "NOT_ENDED");
    return json;
  }

  /** As bytes, for those who keep and verify it. */
  private static JsonObject receipt(JsonObject answer) throws InvalidProtocolBufferException {
    Receipt.Builder receipt = Receipt.newBuilder();
    JsonFormat.parser().ignoringUnknownFields().merge(answer.toString(), receipt);
    JsonObject json = new JsonObject();
    json.addProperty("receipt", Base64.getEncoder().encodeToString(receipt.build().toByteArray()));
    json.add("name", answer.get("name"));
    return json;
  }
}
