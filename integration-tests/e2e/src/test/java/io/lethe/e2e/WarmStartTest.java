package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.LetheClient.AuditEvent;
import io.lethe.installed.Server;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a server asks itself at its start. */
@ExtendWith(Installations.class)
final class WarmStartTest {

  private static final Pattern OUTCOME = Pattern
      .compile(".*LetheServer before SERVING: Outcome\\[answered=(\\d+), failed=(\\d+)\\]");

  private final Installation installation;

  WarmStartTest(Installation installation) {
    this.installation = installation;
  }

  /**
   * What a start shows.
   *
   * @param calls answered, and failed
   * @param numbers what monitoring reads of the server's own
   */
  private record Seen(List<Long> calls, List<AuditEvent> audit, List<String> numbers) {}

  private Seen started(String millis) throws Exception {
    try (
        Server server = installation.serve(
            Map.of(
                "LETHE_SERVING_WARM_MILLIS", millis, "LETHE_LOG_LEVEL", "DEBUG",
                "LETHE_METRICS_PORT", "0", "LETHE_RETRAINING_AUTOMATIC", "false"));
        Stream<AuditEvent> events = server.client().auditEvents()) {
      MatchResult outcome = server.output()
          .stream()
          .flatMap(line -> OUTCOME.matcher(line).results())
          .findFirst()
          .orElseThrow(() -> new AssertionError(String.join("\n", server.output())));
      return new Seen(
          List.of(Long.valueOf(outcome.group(1)), Long.valueOf(outcome.group(2))), events.toList(),
          MetricsTest.read(server).lines().filter(WarmStartTest::isOfTheServer).toList());
    }
  }

  /** The list of audit events is the test's own call, and takes another time in each run. */
  private static boolean isOfTheServer(String line) {
    return line.startsWith("lethe_") && !line.contains("method=\"ListAuditEvents\"");
  }

  @Test
  void start_overATrainedModel_callsItselfAndLeavesNoTrace() throws Exception {
    Seen without = started("0");
    Seen with = started("60000");
    assertAll(
        () -> assertEquals(List.of(0L, 0L), without.calls()),
        () -> assertTrue(with.calls().getFirst() > 0, with.calls() + " answered, failed"),
        () -> assertEquals(without.audit(), with.audit()),
        () -> assertFalse(without.numbers().isEmpty()),
        () -> assertEquals(without.numbers(), with.numbers()));
  }
}
