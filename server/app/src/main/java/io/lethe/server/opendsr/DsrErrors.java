package io.lethe.server.opendsr;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Failures as HTTP has them: 400 for whatever is wrong with a request, as the specification wants
 * it. A failure that nobody planned for gets a number under which the log tells more. Thread-safe.
 */
final class DsrErrors {

  static final int NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int TOO_LARGE = 413;

  private static final int INCIDENT_BYTES = 6;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(DsrErrors.class);

  private final RandomGenerator incidents;

  /**
   * With incident numbers from a source that need not be secret.
   *
   * @param incidents thread-safe
   */
  DsrErrors(RandomGenerator incidents) {
    this.incidents = incidents;
  }

  DsrAnswer of(RuntimeException failure) {
    if (failure instanceof LetheException known && known.kind() != ErrorKind.INTERNAL_ERROR) {
      int code = code(known.kind());
      DsrAnswer answer = of(code, known.kind().name(), String.valueOf(known.getMessage()));
      return passes(code) ? withRetry(answer, known.retryAfter().orElse(RETRY_AFTER)) : answer;
    }
    byte[] number = new byte[INCIDENT_BYTES];
    incidents.nextBytes(number);
    String incident = HexFormat.of().formatHex(number);
    LOG.error("incident {}", incident, failure);
    return of(
        500, ErrorKind.INTERNAL_ERROR.name(),
        "a defect of the server; its log tells more under incident " + incident);
  }

  static DsrAnswer of(int code, String reason, String message) {
    ObjectNode answer = DsrJson.object();
    ObjectNode error = answer.putObject("error").put("code", code).put("message", message);
    error.putArray("errors")
        .addObject()
        .put("domain", "lethe.io")
        .put("reason", reason)
        .put("message", message);
    DsrAnswer json = DsrAnswer.json(code, DsrJson.bytes(answer));
    return code == 401 ? with(json, "www-authenticate", "Bearer") : json;
  }

  /** Turned away because there are too many calls. */
  static DsrAnswer overloaded() {
    return withRetry(
        of(
            429, ErrorKind.OVERLOADED.name(),
            "the server has more calls than it can take; try again later"),
        RETRY_AFTER);
  }

  /** The call ended before its body did. */
  static DsrAnswer unread() {
    return of(400, ErrorKind.ARGUMENT_INVALID.name(), "the body did not come to its end");
  }

  private static boolean passes(int code) {
    return code == 429 || code == 503;
  }

  private static DsrAnswer withRetry(DsrAnswer answer, Duration delay) {
    long seconds = Math.max(1, delay.plusSeconds(1).minusNanos(1).toSeconds());
    return with(answer, "retry-after", String.valueOf(seconds));
  }

  static DsrAnswer with(DsrAnswer answer, String header, String value) {
    Map<String, String> headers = new HashMap<>(answer.headers());
    headers.put(header, value);
    return new DsrAnswer(answer.status(), headers, answer.body());
  }

  private static int code(ErrorKind kind) {
    return switch (kind) {
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case ERASURE_NOT_FOUND -> NOT_FOUND;
      case RATE_LIMITED, SHARE_LIMITED, OVERLOADED -> 429;
      case MODEL_NOT_FOUND, MODEL_NOT_READY, STORAGE_FULL, STORAGE_FAILED, CONCURRENT_CHANGE,
          SHUTTING_DOWN, CANCELLED ->
        503;
      case PLUGIN_FAILED, CHECKPOINT_DAMAGED, VERIFICATION_FAILED -> 500;
      default -> 400;
    };
  }
}
