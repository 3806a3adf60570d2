package io.lethe.clients.gateway;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.lethe.clients.testee.Arguments;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A training, followed by what it makes: operations have no path. */
final class Trainings {

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration TRAINING_MAX = Duration.ofMinutes(2);

  private Trainings() {}

  static JsonObject train(HttpCaller http, Arguments arguments)
      throws HttpCallException, InterruptedException {
    Set<JsonElement> before = new HashSet<>();
    String model = GatewayTestee.model(arguments);
    JsonObject request = arguments.json().deepCopy();
    request.remove("model");
    request.addProperty("requestId", GatewayTestee.requestId(arguments));
    try {
      before.addAll(versions(http, model));
    } catch (HttpCallException none) {
      // The training itself tells whether the model may be made.
      var _ = http.post(model + ":train", request);
      throw none;
    }
    var _ = http.post(model + ":train", request);
    long end = System.nanoTime() + TRAINING_MAX.toNanos();
    while (System.nanoTime() < end) {
      for (JsonElement version : versions(http, model)) {
        if (!before.contains(version)) {
          JsonObject trained = new JsonObject();
          trained.add("version", version);
          return trained;
        }
      }
      Thread.sleep(PAUSE);
    }
    throw HttpCallException.of("DEADLINE_EXCEEDED", "no version came in " + TRAINING_MAX);
  }

  private static List<JsonElement> versions(HttpCaller http, String model)
      throws HttpCallException, InterruptedException {
    return JsonValues
        .each(
            http.get(model + "/versions"), "modelVersions",
            version -> version.getAsJsonObject().get("name"))
        .asList();
  }
}
