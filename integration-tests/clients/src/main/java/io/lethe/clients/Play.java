package io.lethe.clients;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One scenario played by one client. Confined to one thread. */
final class Play {

  private static final Pattern DOT = Pattern.compile("\\.");
  private static final String GOES_ON = "it goes on: try again";
  private static final int TRIES_MAX = 100;

  private final Scenario scenario;
  private final Language language;
  private final TesteeProcess testee;
  private final HarnessOperations harness;
  private final Variables variables;
  private final Map<String, JsonObject> clients = new LinkedHashMap<>();

  Play(
      Scenario scenario, Language language, TesteeProcess testee, Supplies supplies,
      HarnessOperations harness) {
    this.scenario = scenario;
    this.language = language;
    this.testee = testee;
    this.harness = harness;
    this.variables = new Variables(name -> supplies.supply(language, scenario, name));
    scenario.values().forEach((name, value) -> variables.put(name, Json.text(value)));
  }

  /** Plays all steps; the first that does not end as it must is the failure. */
  void run() {
    try {
      int number = 1;
      for (JsonElement step : scenario.steps()) {
        play(number, forLanguage(step.getAsJsonObject()));
        number++;
      }
    } finally {
      clients.values().forEach(client -> testee.call("close", client, new JsonObject()));
    }
  }

  /** What must come of a step may differ for one language, under its name. */
  private JsonObject forLanguage(JsonObject step) {
    if (!step.has(language.id())) {
      return step;
    }
    JsonObject own = step.deepCopy();
    List.of("expect", "expectError", "keep").forEach(own::remove);
    step.getAsJsonObject(language.id()).asMap().forEach(own::add);
    return own;
  }

  private void play(int number, JsonObject step) {
    int times = step.has("repeat") ? variables.in(step.get("repeat")).getAsInt() : 1;
    for (int round = 0; round < times; round++) {
      variables.put("round", Json.number(round));
      JsonObject answer = answer(step);
      for (int k = 0; k < TRIES_MAX && goesOn(step, answer); k++) {
        answer = answer(step);
      }
      List<String> differences = differences(step, answer);
      if (!differences.isEmpty()) {
        throw new AssertionError(
            "step %d, %s: %s".formatted(number, step.get("op"), String.join("; ", differences)));
      }
      keep(step, answer);
    }
  }

  /** Whether a server that is busy asks to be asked again: a new filter's look at all items goes on. */
  private static boolean goesOn(JsonObject step, JsonObject answer) {
    return !step.has("expectError") && answer.has("error")
        && answer.getAsJsonObject("error").get("message").getAsString().endsWith(GOES_ON);
  }

  private JsonObject answer(JsonObject step) {
    String operation = step.get("op").getAsString();
    JsonObject arguments = step.has("args")
        ? variables.in(step.get("args")).getAsJsonObject()
        : new JsonObject();
    if (operation.startsWith("harness.")) {
      JsonObject answer = new JsonObject();
      answer.add("ok", harness.answer(operation, arguments));
      return answer;
    }
    JsonObject client = step.has("client")
        ? client(step.get("client").getAsString())
        : new JsonObject();
    return testee.call(operation, client, arguments);
  }

  private JsonObject client(String name) {
    return clients.computeIfAbsent(name, absent -> {
      JsonElement described = scenario.clients().get(name);
      if (described == null) {
        throw new IllegalArgumentException("there is no client '" + name + "'");
      }
      JsonObject client = variables.in(described).getAsJsonObject();
      client.addProperty("name", name + "-" + scenario.number());
      return client;
    });
  }

  private List<String> differences(JsonObject step, JsonObject answer) {
    if (step.has("expectError")) {
      return answer.has("error")
          ? Matching.differences(variables.in(step.get("expectError")), answer.get("error"))
          : List.of("an error was expected, got " + answer);
    }
    if (!answer.has("ok")) {
      return List.of("failed with " + answer.get("error"));
    }
    return step.has("expect")
        ? Matching.differences(variables.in(step.get("expect")), answer.get("ok"))
        : List.of();
  }

  /** Keeps parts of the answer for later steps: variable to path, with dots. */
  private void keep(JsonObject step, JsonObject answer) {
    if (!step.has("keep")) {
      return;
    }
    step.getAsJsonObject("keep").asMap().forEach((variable, path) -> {
      JsonElement value = answer.get("ok");
      for (String name : DOT.split(path.getAsString(), -1)) {
        value = name.matches("\\d+")
            ? value.getAsJsonArray().get(Integer.parseInt(name))
            : value.getAsJsonObject().get(name);
      }
      variables.put(variable, value);
    });
  }
}
