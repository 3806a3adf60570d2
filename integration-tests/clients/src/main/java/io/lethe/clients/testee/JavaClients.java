package io.lethe.clients.testee;

import com.google.gson.JsonObject;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Clients by how they were asked for; equal wishes share one. Thread-safe. */
final class JavaClients {

  private final Map<JsonObject, LetheClient> clients = new ConcurrentHashMap<>();

  LetheClient get(JsonObject wish) {
    return clients.computeIfAbsent(wish, JavaClients::build);
  }

  void close(JsonObject wish) {
    LetheClient client = clients.remove(wish);
    if (client != null) {
      client.close();
    }
  }

  private static LetheClient build(JsonObject wish) {
    Arguments how = new Arguments(wish);
    LetheClientBuilder builder = LetheClient.builder(how.text("target"));
    if (how.flag("plaintext")) {
      builder.plaintext();
    }
    how.optionalText("ca").ifPresent(file -> builder.trusting(Path.of(file)));
    how.optionalText("certificate")
        .ifPresent(file -> builder.presenting(Path.of(file), Path.of(how.text("key"))));
    how.optionalText("token").ifPresent(token -> builder.token(() -> token));
    if (how.has("deadlineMillis")) {
      builder.deadline(Duration.ofMillis(how.number("deadlineMillis")));
    }
    if (how.has("readYourErasures")) {
      builder.readYourErasures(how.flag("readYourErasures"));
    }
    return builder.build();
  }
}
