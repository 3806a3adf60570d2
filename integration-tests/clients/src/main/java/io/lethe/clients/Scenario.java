package io.lethe.clients;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.lethe.v1.ErrorReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one client does, and what must come of it.
 *
 * @param name of its file and of itself
 * @param number told apart by it, from 0
 * @param alone whether it looks at what others change: none may be played meanwhile
 * @param clients how its clients are built, by the names its steps use
 * @param values known from the start
 */
record Scenario(
    String name, int number, boolean alone, JsonObject clients, JsonArray steps,
    Map<String, String> values) {

  /** The scenarios of a folder; {@code clients.json} in it has the clients they share. */
  static List<Scenario> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      JsonObject shared = read(folder.resolve("clients.json"));
      List<Scenario> scenarios = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        if (!file.endsWith("clients.json")) {
          add(file, shared, scenarios);
        }
      }
      return List.copyOf(scenarios);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void add(Path file, JsonObject shared, List<Scenario> scenarios)
      throws IOException {
    String category = file.getFileName().toString().replace(".json", "");
    JsonObject all = read(file);
    JsonObject clients = shared.deepCopy();
    if (all.has("clients")) {
      all.getAsJsonObject("clients").asMap().forEach(clients::add);
    }
    for (JsonElement element : all.getAsJsonArray("scenarios")) {
      JsonObject json = element.getAsJsonObject();
      String name = category + ": " + json.get("name").getAsString();
      for (Map<String, String> values : values(json)) {
        String full = values.isEmpty() ? name : name + " " + values.get("reason");
        scenarios.add(
            new Scenario(
                full, scenarios.size(), json.has("alone"), clients, json.getAsJsonArray("steps"),
                values));
      }
    }
  }

  /** Once, or once for every reason that an error may have. */
  private static List<Map<String, String>> values(JsonObject json) {
    if (!json.has("for")) {
      return List.of(Map.of());
    }
    List<Map<String, String>> all = new ArrayList<>();
    for (ErrorReason reason : ErrorReason.values()) {
      if (reason != ErrorReason.UNRECOGNIZED && reason != ErrorReason.ERROR_REASON_UNSPECIFIED) {
        all.add(
            Map.of(
                "reason", reason.name(), "kebab",
                reason.name().toLowerCase(Locale.ROOT).replace('_', '-'), "status",
                Faults.code(reason.name()).name()));
      }
    }
    return all;
  }

  private static JsonObject read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    try {
      return JsonParser.parseString(text).getAsJsonObject();
    } catch (RuntimeException malformed) {
      throw new IllegalArgumentException(file + " is no JSON", malformed);
    }
  }
}
