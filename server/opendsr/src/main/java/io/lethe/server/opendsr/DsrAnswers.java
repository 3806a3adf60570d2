package io.lethe.server.opendsr;

import io.lethe.engine.dsr.RequestStatus;
import io.lethe.engine.dsr.SubjectRequest;
import io.lethe.engine.dsr.SubjectRequestState;
import io.lethe.engine.erasure.Erasure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is told of requests, as JSON. */
final class DsrAnswers {

  private final String domain;
  private final String baseUrl;
  private final Predicate<UUID> hasResults;

  /**
   * Of a processor.
   *
   * @param baseUrl of its paths; empty for where the domain has them
   * @param hasResults whether results of a request can be asked for
   */
  DsrAnswers(String domain, String baseUrl, Predicate<UUID> hasResults) {
    this.domain = domain;
    this.baseUrl = baseUrl.isEmpty() ? "https://" + domain + OpenDsrApi.PREFIX : baseUrl;
    this.hasResults = hasResults;
  }

  byte[] discovery() {
    ObjectNode answer = DsrJson.object();
    answer.put("api_version", DsrRequests.API_VERSION);
    answer.putArray("supported_identities")
        .addObject()
        .put("identity_type", DsrRequests.IDENTITY_TYPE)
        .put("identity_format", DsrRequests.IDENTITY_FORMAT);
    answer.putArray("supported_subject_request_types")
        .add(DsrRequests.ERASURE)
        .add(DsrRequests.ACCESS)
        .add(DsrRequests.PORTABILITY);
    answer.put("processor_certificate", baseUrl + "/certificate");
    return DsrJson.bytes(answer);
  }

  /**
   * That a request was accepted.
   *
   * @param body the request's, which goes back as it came
   */
  byte[] receipt(SubjectRequest request, byte[] body) {
    ObjectNode answer = begun(request);
    answer.put("received_time", time(request.received()));
    answer.put("expected_completion_time", time(request.expires()));
    answer.put("encoded_request", Base64.getEncoder().encodeToString(body));
    return DsrJson.bytes(answer);
  }

  byte[] status(SubjectRequestState state) {
    return DsrJson.bytes(status(state, state.status()));
  }

  /** The same for a controller that is called. */
  byte[] callback(SubjectRequestState state, RequestStatus status, String url) {
    return DsrJson.bytes(status(state, status).put("status_callback_url", url));
  }

  byte[] cancelled(SubjectRequest request, Instant received) {
    return DsrJson.bytes(begun(request).put("received_time", time(received)));
  }

  private static ObjectNode begun(SubjectRequest request) {
    return DsrJson.object()
        .put("controller_id", request.controller())
        .put("subject_request_id", request.id().toString())
        .put("api_version", DsrRequests.API_VERSION);
  }

  private ObjectNode status(SubjectRequestState state, RequestStatus status) {
    ObjectNode answer = begun(state.request());
    answer.put("expected_completion_time", time(state.request().expires()));
    answer.put("request_status", word(status));
    if (hasResults.test(state.request().id())) {
      answer.put("results_url", baseUrl + DsrRoute.resultsOf(state.request().id()));
    }
    ObjectNode ours = answer.putObject("extensions").putObject(domain);
    ours.put("failed", status == RequestStatus.FAILED);
    ArrayNode erasures = ours.putArray("erasures");
    for (Erasure erasure : state.erasures()) {
      erasures.addObject()
          .put("name", "erasures/" + erasure.id())
          .put("model", "models/" + erasure.facts().model())
          .put("state", erasure.state().name());
    }
    return answer;
  }

  /**
   * The specification has no word for what was given up: it is in progress, and our extension says
   * so.
   */
  private static String word(RequestStatus status) {
    return switch (status) {
      case PENDING -> "pending";
      case IN_PROGRESS, FAILED -> "in_progress";
      case COMPLETED -> "completed";
      case CANCELLED -> "cancelled";
    };
  }

  private static String time(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
