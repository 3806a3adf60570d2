package io.lethe.server.opendsr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.dsr.RequestStatus;
import io.lethe.engine.dsr.SubjectRequest;
import io.lethe.engine.dsr.SubjectRequestState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class DsrAnswersTest {

  private static final String DOMAIN = "dsr.example.com";
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123456789Z");

  @ParameterizedTest
  @CsvSource({"PENDING, pending, false", "IN_PROGRESS, in_progress, false",
      "FAILED, in_progress, true", "COMPLETED, completed, false", "CANCELLED, cancelled, false"})
  void status_each_inTheSpecificationsWordsWithWhatItCannotSayInOurs(
      RequestStatus status, String word, boolean failed) {
    SubjectRequest request = new SubjectRequest(
        new UUID(1, 2), "office", "0", NOON, NOON.plusSeconds(60), List.of());
    SubjectRequestState state = new SubjectRequestState(request, status, List.of());
    JsonNode answer = DsrJson
        .parsed(new DsrAnswers(DOMAIN, "https://x", id -> false).status(state));
    assertEquals(word, DsrJson.text(answer, "request_status"));
    assertEquals(failed, answer.get("extensions").get(DOMAIN).get("failed").booleanValue());
    assertEquals("2026-11-24T12:01:00Z", DsrJson.text(answer, "expected_completion_time"));
    assertTrue(answer.get("extensions").get(DOMAIN).get("erasures").isArray());
  }
}
