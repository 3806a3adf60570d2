package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheException;
import io.lethe.installed.Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What monitoring reads of a server that forgets somebody. */
@ExtendWith(Installations.class)
final class MetricsTest {

  private static final Pattern ADDRESS = Pattern
      .compile("Metrics are on (http://127\\.0\\.0\\.1:\\d+/metrics)\\.");
  private static final Duration ERASURE_MAX = Duration.ofMinutes(3);
  private static final String MODEL_LABEL = "model=\"" + Installation.MODEL + "\"";
  private static final String LABEL = "{" + MODEL_LABEL;
  private static final String REFUSED = "lethe_calls_total{code=\"NOT_FOUND\",method=\"Recommend\","
      + MODEL_LABEL;

  private final Installation installation;

  MetricsTest(Installation installation) {
    this.installation = installation;
  }

  /** What monitoring gets of a server that has a port for it. */
  static String read(Server server) throws IOException, InterruptedException {
    String address = server.output()
        .stream()
        .flatMap(line -> ADDRESS.matcher(line).results())
        .map((MatchResult match) -> match.group(1))
        .findFirst()
        .orElseThrow();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(
          HttpRequest.newBuilder(URI.create(address)).build(),
          HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode());
      return answer.body();
    }
  }

  /** The value of the one line that begins so. */
  private static double value(String metrics, String start) {
    return metrics.lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + start + " in\n" + metrics));
  }

  @Test
  void metrics_aroundAnErasure_tellItsWayAndNobodysId() throws Exception {
    try (Server server = installation
        .serve(Map.of("LETHE_METRICS_PORT", "0", "LETHE_RETRAINING_AUTOMATIC", "false"))) {
      String before = read(server);
      var _ = server.client()
          .unlearn(ErasureRequest.ofUser(Installation.MODEL, SyntheticRatings.user(11)))
          .await(progress -> {}, ERASURE_MAX);
      assertThrows(
          LetheException.class,
          () -> server.client().recommend(Installation.MODEL, SyntheticRatings.user(11), 3));
      // A call is over a moment after its caller has the answer.
      String after = Until.answer(() -> read(server), text -> text.contains(REFUSED));
      assertAll(
          () -> assertEquals(1, value(before, "lethe_model_active_version" + LABEL)),
          () -> assertEquals(2, value(after, "lethe_model_active_version" + LABEL)),
          () -> assertEquals(0, value(before, "lethe_residual_budget_used" + LABEL)),
          () -> assertTrue(value(after, "lethe_residual_budget_used" + LABEL) > 0),
          () -> assertEquals(1, value(after, "lethe_model_swaps_total" + LABEL)),
          () -> assertEquals(1, value(after, "lethe_model_erasure_position" + LABEL)),
          () -> assertEquals(
              1, value(after, "lethe_erasures_ended_total" + LABEL + ",state=\"COMPLETED\"}")),
          () -> assertEquals(
              1, value(after, "lethe_erasures_time_to_contained_seconds_count" + LABEL)),
          () -> assertEquals(
              1, value(after, "lethe_erasures_time_to_unlearned_seconds_count" + LABEL)),
          () -> assertTrue(
              value(after, "lethe_erasures_time_to_contained_seconds_sum" + LABEL) <= value(
                  after, "lethe_erasures_time_to_unlearned_seconds_sum" + LABEL)),
          () -> assertEquals(1, value(after, "lethe_receipts_log_size")),
          () -> assertEquals(
              0, value(after, "lethe_calls_shed_total{calls=\"recommend\",reason=\"FULL\"}")),
          () -> assertEquals(
              1, value(after, "lethe_calls_total{code=\"OK\",method=\"Unlearn\"," + MODEL_LABEL)),
          () -> assertEquals(1, value(after, REFUSED)),
          () -> assertTrue(
              value(
                  after, "lethe_call_duration_seconds_sum{method=\"Unlearn\"," + MODEL_LABEL) > 0),
          () -> assertTrue(value(after, "lethe_model_made_time_seconds" + LABEL) > 1.7e9),
          () -> assertEquals(1, value(after, "lethe_build_info{version=\"")),
          () -> assertTrue(value(after, "jvm_memory_used_bytes{area=\"heap\"}") > 0),
          () -> assertTrue(value(after, "process_start_time_seconds") > 1.7e9),
          () -> assertTrue(value(after, "process_cpu_seconds_total") > 0),
          () -> assertTrue(value(after, "jvm_threads_current") > 0),
          () -> assertFalse(after.contains("lethe_erasures_open" + LABEL), after),
          () -> assertFalse(after.contains("person-") || after.contains("film-"), after));
    }
  }

  @Test
  void serve_asUsual_offersNoMetrics() throws IOException {
    try (Server server = installation.serve()) {
      assertFalse(
          server.output().stream().anyMatch(line -> ADDRESS.matcher(line).find()),
          () -> server.output().toString());
    }
  }
}
