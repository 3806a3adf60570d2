package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.lethe.client.AppendRequest;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.client.InteractionRow;
import io.lethe.client.LetheException;
import io.lethe.client.TrainingHandle;
import io.lethe.client.TrainingProgress;
import io.lethe.client.TrainingRequest;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the log tells of a server's life, and whom it does not name. */
@ExtendWith(Installations.class)
final class LogTripTest {

  private static final Duration ERASURE_MAX = Duration.ofMinutes(3);
  private static final String MODEL = Installation.MODEL;

  private final Installation installation;

  LogTripTest(Installation installation) {
    this.installation = installation;
  }

  /** The log's lines among what a server printed; its notes for people are no JSON. */
  private static List<JsonObject> json(Server server) {
    return server.output()
        .stream()
        .filter(line -> line.startsWith("{"))
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  /** Message, and what else makes the line that one: the rest differs from run to run. */
  private static String brief(JsonObject line) {
    List<String> parts = new ArrayList<>(List.of(line.get("message").getAsString()));
    for (String key : List.of("state", "version", "from", "cause", "reason", "rows")) {
      if (line.has(key)) {
        parts.add(key + "=" + line.get(key).getAsString());
      }
    }
    return String.join(" ", parts);
  }

  private static List<String> briefs(Server server) {
    return json(server).stream().map(LogTripTest::brief).toList();
  }

  private static JsonObject line(Server server, String message) {
    return json(server).stream()
        .filter(line -> line.get("message").getAsString().equals(message))
        .findFirst()
        .orElseThrow(() -> new AssertionError(String.join("\n", server.output())));
  }

  private static void assertInOrder(List<String> expected, List<String> lines) {
    int at = 0;
    for (String line : lines) {
      at += at < expected.size() && line.equals(expected.get(at)) ? 1 : 0;
    }
    int found = at;
    assertEquals(
        expected.size(), found,
        () -> "not found: " + expected.get(found) + " in\n" + String.join("\n", lines));
  }

  @Test
  void log_throughTrainingErasureAndRestart_tellsEachStepAndNobody() throws Exception {
    Map<String, String> settings = Map
        .of("LETHE_LOG_FORMAT", "json", "LETHE_RETRAINING_AUTOMATIC", "false");
    Server first = installation.serve(settings);
    String operation;
    Erasure erased;
    ErasureRequest request = ErasureRequest.ofUser(MODEL, SyntheticRatings.user(11));
    try (first) {
      first.client()
          .appendInteractions(
              AppendRequest.of(
                  MODEL,
                  List.of(
                      new InteractionRow(
                          SyntheticRatings.user(3), SyntheticRatings.item(140), 1))));
      TrainingHandle training = first.client()
          .train(TrainingRequest.of(MODEL, "mf").with(Installations.TRAINING_OPTIONS).from(1));
      operation = training.name();
      var _ = training.await(progress -> {}, Installations.TRAINING_MAX);
      cancelledTraining(first);
      erased = first.client().unlearn(request).await(progress -> {}, ERASURE_MAX);
    }
    assertInOrder(
        List.of(
            "version answers version=1 from=0", "server started", "interactions came rows=1",
            "training begun cause=REQUEST", "version made version=2",
            "version swapped version=2 from=1", "training done version=2 cause=REQUEST",
            "training failed cause=REQUEST reason=CANCELLED", "erasure state=RECEIVED",
            "version made version=3", "version swapped version=3 from=2",
            "erasure state=LIVE version=3", "erasure state=COMPLETED version=3", "server stops",
            "server stopped"),
        briefs(first));
    JsonObject done = line(first, "training done");
    JsonObject erasure = line(first, "erasure");
    assertAll(
        () -> assertEquals(operation, done.get("operation").getAsString()),
        () -> assertEquals("mf", done.get("family").getAsString()),
        () -> assertTrue(done.get("seconds").getAsDouble() > 0),
        () -> assertTrue(done.get("ndcg").getAsDouble() > 0),
        () -> assertEquals(erased.name(), "erasures/" + erasure.get("erasure").getAsString()),
        () -> assertEquals(request.requestId().toString(), erasure.get("request").getAsString()),
        () -> assertTrue(briefs(first).contains("version retired version=1")));
    Server second = installation.serve(settings);
    second.close();
    assertInOrder(
        List.of("version answers version=3 from=0", "server started", "server stopped"),
        briefs(second));
    assertNamesNobody(first);
    assertNamesNobody(second);
  }

  /** One that has begun and is ended. */
  private static void cancelledTraining(Server server) {
    TrainingHandle training = server.client()
        .train(
            TrainingRequest.of(MODEL, "mf")
                .with(Map.of("factors", "64", "epochs-max", "100000", "patience", "100000"))
                .from(1));
    try {
      var _ = training.await(progress -> {
        if (progress.stage() == TrainingProgress.Stage.TRAINING) {
          training.cancel();
        }
      }, Installations.TRAINING_MAX);
      throw new AssertionError("it was not ended");
    } catch (LetheException cancelled) {
      assertEquals("CANCELLED", cancelled.reason());
    }
  }

  private static void assertNamesNobody(Server server) {
    String all = String.join("\n", server.output());
    assertFalse(all.contains("person-") || all.contains("film-"), all);
  }

  @Test
  void serve_misspelledVariable_isNamedAndServesOn() throws Exception {
    try (Server server = installation.serve(Map.of("LETHE_LISTEN_PROT", "1"))) {
      assertTrue(
          server.output()
              .stream()
              .anyMatch(
                  line -> line.contains(" WARN ")
                      && line.contains("LETHE_LISTEN_PROT is no setting")
                      && line.endsWith("did you mean LETHE_LISTEN_PORT?")),
          () -> String.join("\n", server.output()));
    }
    Distribution.Ended refused = installation.run("config", "--set", "log.level=loud");
    assertEquals(2, refused.exitCode());
    assertTrue(
        refused.text().contains("log.level = loud (from command line) must be one of error, warn"),
        refused.text());
  }

  @Test
  void serve_levelError_isSilentWhereNothingIsWrong() throws Exception {
    Server server = installation.serve(
        Map.of(
            "LETHE_LOG_LEVEL", "error", "LETHE_LOG_FORMAT", "json", "LETHE_RETRAINING_AUTOMATIC",
            "false"));
    server.close();
    assertEquals(List.of(), briefs(server));
  }
}
