package io.lethe.server.grpc.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.audit.AuditEvent;
import io.lethe.engine.audit.AuditTrail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditRecorderTest {

  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  private final List<AuditEvent> events = new ArrayList<>();
  private Instant now = NOON;
  private final AuditRecorder recorder = new AuditRecorder(new AuditTrail() {
    @Override
    public void add(AuditEvent event) {
      events.add(event);
    }

    @Override
    public AuditPage list(long cursor, int max) {
      throw new UnsupportedOperationException("nothing lists events here");
    }
  }, () -> now);

  private void append(String principal, String model) {
    recorder.doneWithinTheHour(principal, "AppendInteractions", "models/" + model);
  }

  @Test
  void doneWithinTheHour_manyTimes_isWrittenOnceAnHour() {
    for (int minute = 0; minute < 150; minute++) {
      append("shop", "movies");
      now = now.plus(Duration.ofMinutes(1));
    }
    assertEquals(
        List.of(NOON, NOON.plus(Duration.ofHours(1)), NOON.plus(Duration.ofHours(2))),
        events.stream().map(AuditEvent::time).toList());
  }

  @Test
  void doneWithinTheHour_byMoreThanAreRemembered_isNeverMissing() {
    for (int k = 0; k < 10_001; k++) {
      append("shop-" + k, "movies");
    }
    assertEquals(10_001, events.size());
    append("shop-10000", "movies");
    assertEquals(10_001, events.size());
    append("shop-0", "movies");
    assertEquals(10_002, events.size());
  }
}
