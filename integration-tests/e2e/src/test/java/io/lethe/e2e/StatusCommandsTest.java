package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.client.TrainingHandle;
import io.lethe.client.TrainingRequest;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commands that tell how a server is, for people and for scripts. */
@ExtendWith(Installations.class)
final class StatusCommandsTest {

  private static final Map<String, String> HOLDS = Map
      .of("LETHE_APPROVAL_INTERACTIONS_ABOVE", "2", "LETHE_RETRAINING_AUTOMATIC", "false");
  /** Goes on until it is ended. */
  private static final Map<String, String> ENDLESS = Map
      .of("factors", "64", "epochs-max", "100000", "patience", "100000");

  private final Installation installation;

  StatusCommandsTest(Installation installation) {
    this.installation = installation;
  }

  private Distribution.Ended run(Server server, String... arguments)
      throws IOException, InterruptedException {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--server";
    all[arguments.length + 1] = server.address();
    return installation.run(all);
  }

  private JsonObject json(Server server, int exitCode, String... arguments)
      throws IOException, InterruptedException {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = "--json";
    Distribution.Ended ended = run(server, all);
    assertEquals(exitCode, ended.exitCode(), ended.text());
    return JsonParser.parseString(ended.text()).getAsJsonObject();
  }

  @Test
  void status_healthScoreAndLists_ofAServerThatHoldsAnErasure_tellItInTextAndJson()
      throws Exception {
    try (Server server = installation.serve(HOLDS)) {
      String held = server.client()
          .unlearn(ErasureRequest.ofUser(Installation.MODEL, SyntheticRatings.user(61)))
          .name();
      Distribution.Ended text = run(server, "status");
      JsonObject status = json(server, 0, "status");
      JsonObject model = status.getAsJsonArray("models").get(0).getAsJsonObject();
      JsonObject erasures = status.getAsJsonObject("erasures");
      Distribution.Ended health = run(server, "health");
      JsonObject unknown = json(server, 1, "health", "models/none");
      JsonObject score = json(
          server, 0, "score", SyntheticRatings.user(5), SyntheticRatings.item(1), "no-film");
      JsonObject listed = json(server, 0, "erasures");
      JsonObject operation = json(server, 0, "operations").getAsJsonArray("operations")
          .get(0)
          .getAsJsonObject();
      JsonObject recommended = json(server, 0, "recommend", SyntheticRatings.user(5));
      JsonObject versions = json(server, 0, "models", Installation.MODEL);
      assertAll(
          () -> assertEquals(0, text.exitCode(), text.text()),
          () -> assertTrue(text.text().contains("Erasures: 1 held."), text.text()),
          () -> assertTrue(text.text().contains("The next one is due at "), text.text()),
          () -> assertTrue(text.text().contains("Trainings: none is under way."), text.text()),
          () -> assertEquals(
              Installation.MODEL, model.getAsJsonObject("model").get("id").getAsString()),
          () -> assertEquals("SERVING", model.getAsJsonObject("health").get("state").getAsString()),
          () -> assertEquals(1, erasures.getAsJsonObject("byState").get("HELD").getAsInt()),
          () -> assertTrue(erasures.get("nextDue").getAsString().endsWith("Z"), erasures::toString),
          () -> assertEquals(0, health.exitCode(), health.text()),
          () -> assertTrue(health.text().contains("models/movies"), health.text()),
          () -> assertEquals(
              "UNKNOWN",
              unknown.getAsJsonArray("health").get(0).getAsJsonObject().get("state").getAsString()),
          () -> assertTrue(
              score.getAsJsonArray("items")
                  .get(0)
                  .getAsJsonObject()
                  .get("score")
                  .isJsonPrimitive()),
          () -> assertTrue(
              score.getAsJsonArray("items").get(1).getAsJsonObject().get("score").isJsonNull()),
          () -> assertEquals(
              held,
              listed.getAsJsonArray("erasures").get(0).getAsJsonObject().get("name").getAsString()),
          () -> assertEquals("ERASURE", operation.get("kind").getAsString()),
          () -> assertEquals(Installation.MODEL, operation.get("model").getAsString()),
          () -> assertEquals(10, recommended.getAsJsonArray("items").size()),
          () -> assertEquals(1, versions.getAsJsonArray("versions").size()));
    }
  }

  @Test
  void operations_aTrainingUnderWay_isListedWaitedForAndEnded() throws Exception {
    try (Server server = installation.serve(HOLDS)) {
      TrainingHandle training = server.client()
          .train(TrainingRequest.of(Installation.MODEL, "mf").with(ENDLESS).from(1));
      Process waiting = installation
          .command("operations", "wait", training.name(), "--server", server.address())
          .start();
      try (BufferedReader reader = waiting.inputReader()) {
        // It says how far the training is: so it waits.
        String first = reader.readLine();
        assertTrue(waiting.toHandle().destroy());
        List<String> last = reader.lines().toList();
        JsonObject listed = json(server, 0, "operations", "--running");
        Distribution.Ended status = run(server, "status");
        Distribution.Ended cancelled = run(server, "operations", "cancel", training.name());
        Distribution.Ended waited = run(server, "operations", "wait", training.name());
        assertAll(
            () -> assertTrue(first != null && !first.isEmpty()),
            () -> assertTrue(
                last.contains(
                    "lethe: %1$s goes on at the server; 'lethe operations wait %1$s' waits again"
                        .formatted(training.name())),
                last::toString),
            () -> assertEquals(
                training.name(),
                listed.getAsJsonArray("operations")
                    .get(0)
                    .getAsJsonObject()
                    .get("name")
                    .getAsString()),
            () -> assertTrue(
                status.text().contains("Training of movies: ")
                    && status.text().contains(training.name()),
                status.text()),
            () -> assertEquals(0, cancelled.exitCode(), cancelled.text()),
            () -> assertEquals(1, waited.exitCode(), waited.text()),
            () -> assertTrue(waited.text().contains("failed: "), waited.text()));
      } finally {
        waiting.destroyForcibly();
      }
    }
  }

  @Test
  void unlearn_endedWhileItWaits_saysWhatGoesOn() throws Exception {
    try (Server server = installation.serve(HOLDS)) {
      Process command = installation
          .command("unlearn", "--user", SyntheticRatings.user(62), "--server", server.address())
          .start();
      try (BufferedReader reader = command.inputReader()) {
        String line = reader.readLine();
        while (line != null && !line.startsWith("Held")) {
          line = reader.readLine();
        }
        assertTrue(command.toHandle().destroy());
        List<String> last = reader.lines().toList();
        Erasure held = server.client().erasures().findFirst().orElseThrow();
        assertTrue(
            last.contains(
                "lethe: %1$s goes on at the server; 'lethe erasures %2$s' shows it"
                    .formatted(held.name(), held.name().substring("erasures/".length()))),
            last::toString);
      } finally {
        command.destroyForcibly();
      }
    }
  }
}
