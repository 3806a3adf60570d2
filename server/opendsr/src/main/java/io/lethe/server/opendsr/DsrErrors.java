package io.lethe.server.opendsr;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.server.errors.ErrorCodes;
import io.lethe.server.errors.Incidents;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Failures as HTTP has them: 400 for whatever is wrong with a request, as the specification wants
 * it. A failure that no code planned for is an incident. Thread-safe.
 */
final class DsrErrors {

  /** Of reasons of the wire contract. */
  private static final String CONTRACT = "lethe.io";
  /** Of what is wrong before any service sees it: no reason of the contract, as in the gateway. */
  private static final String HTTP = "http.lethe.io";

  /**
   * Where README.md departs from the contract: a reused id is an error of the request, and whatever
   * a repeat may pass is 503.
   */
  private static final Map<ErrorKind, Integer> DEPARTURES = Map.of(
      ErrorKind.REQUEST_ID_REUSED, 400, ErrorKind.MODEL_NOT_FOUND, 503, ErrorKind.STORAGE_FULL, 503,
      ErrorKind.STORAGE_FAILED, 503, ErrorKind.CONCURRENT_CHANGE, 503, ErrorKind.CANCELLED, 503);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Incidents incidents;

  /**
   * With incident numbers from a source that need not be secret.
   *
   * @param random thread-safe
   */
  DsrErrors(RandomGenerator random) {
    this.incidents = new Incidents(random);
  }

  DsrAnswer of(RuntimeException failure) {
    if (failure instanceof LetheException known && known.kind() != ErrorKind.INTERNAL_ERROR) {
      int code = code(known.kind());
      DsrAnswer answer = of(code, known.kind(), String.valueOf(known.getMessage()));
      return passes(code) ? withRetry(answer, known.retryAfter().orElse(RETRY_AFTER)) : answer;
    }
    return of(500, ErrorKind.INTERNAL_ERROR, Incidents.message(incidents.log(failure)));
  }

  private static DsrAnswer of(int code, ErrorKind kind, String message) {
    return of(code, CONTRACT, kind.name(), message);
  }

  private static DsrAnswer of(int code, String domain, String reason, String message) {
    ObjectNode answer = DsrJson.object();
    ObjectNode error = answer.putObject("error").put("code", code).put("message", message);
    error.putArray("errors")
        .addObject()
        .put("domain", domain)
        .put("reason", reason)
        .put("message", message);
    DsrAnswer json = DsrAnswer.json(code, DsrJson.bytes(answer));
    return code == 401 ? with(json, "www-authenticate", "Bearer") : json;
  }

  static DsrAnswer pathNotFound() {
    return of(404, HTTP, "PATH_NOT_FOUND", "there is nothing at this path");
  }

  /** The path takes other methods. */
  static DsrAnswer methodNotAllowed(List<String> allowed) {
    return with(
        of(405, HTTP, "METHOD_NOT_ALLOWED", "this path does not take that method"), "allow",
        String.join(", ", allowed));
  }

  static DsrAnswer tooLarge() {
    return of(
        413, HTTP, "BODY_TOO_LARGE",
        "the body has more than %d bytes".formatted(OpenDsrApi.BODY_BYTES_MAX));
  }

  /** Turned away because there are too many calls. */
  static DsrAnswer overloaded() {
    return withRetry(
        of(
            429, ErrorKind.OVERLOADED,
            "the server has more calls than it can take; try again later"),
        RETRY_AFTER);
  }

  /** The call ended before its body did. */
  static DsrAnswer unread() {
    return of(400, ErrorKind.ARGUMENT_INVALID, "the body did not come to its end");
  }

  private static boolean passes(int code) {
    return code == 429 || code == 503;
  }

  private static DsrAnswer withRetry(DsrAnswer answer, Duration delay) {
    long seconds = Math.max(1, delay.plusSeconds(1).minusNanos(1).toSeconds());
    return with(answer, "retry-after", String.valueOf(seconds));
  }

  private static DsrAnswer with(DsrAnswer answer, String header, String value) {
    Map<String, String> headers = new HashMap<>(answer.headers());
    headers.put(header, value);
    return new DsrAnswer(answer.status(), headers, answer.body());
  }

  static int code(ErrorKind kind) {
    return DEPARTURES.getOrDefault(kind, ErrorCodes.http(kind));
  }
}
