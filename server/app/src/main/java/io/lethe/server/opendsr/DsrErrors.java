package io.lethe.server.opendsr;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
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

  /** Of reasons of the wire contract. */
  private static final String CONTRACT = "lethe.io";
  /** Of what is wrong before any service sees it: no reason of the contract, as in the gateway. */
  private static final String HTTP = "http.lethe.io";

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
      DsrAnswer answer = of(code, known.kind(), String.valueOf(known.getMessage()));
      return passes(code) ? withRetry(answer, known.retryAfter().orElse(RETRY_AFTER)) : answer;
    }
    byte[] number = new byte[INCIDENT_BYTES];
    incidents.nextBytes(number);
    String incident = HexFormat.of().formatHex(number);
    LOG.error("incident {}", incident, failure);
    return of(
        500, ErrorKind.INTERNAL_ERROR,
        "a defect of the server; its log tells more under incident " + incident);
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

  /**
   * As the contract has it, with what OPENDSR.md names: a reused id is an error of the request, and
   * whatever a repeat may pass is 503.
   */
  static int code(ErrorKind kind) {
    return switch (kind) {
      case ARGUMENT_INVALID, NAME_MALFORMED, ID_MALFORMED, PAGE_SIZE_NEGATIVE, PAGE_TOKEN_INVALID,
          INTERACTION_NOT_FOUND, N_OUT_OF_RANGE, BATCH_OUT_OF_RANGE, ITEMS_OUT_OF_RANGE,
          OPTION_INVALID, REQUEST_ID_MISSING, REQUEST_ID_MALFORMED, REQUEST_ID_REUSED, TARGET_EMPTY,
          TARGET_TOO_LARGE, METHOD_NOT_SUPPORTED, VERSION_HOLDS_ERASED_DATA, RECEIPT_NOT_READY,
          OPERATION_NOT_CANCELLABLE, ERASURE_POSITION_BEHIND, ERASURE_NOT_CANCELLABLE,
          ERASURE_NOT_HELD, RECEIPT_LOG_INCONSISTENT ->
        400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED, APPROVER_IS_REQUESTER -> 403;
      case VERSION_NOT_FOUND, USER_NOT_FOUND, USER_CONTAINED, ITEM_NOT_FOUND, DATASET_NOT_FOUND,
          PLUGIN_NOT_FOUND, ERASURE_NOT_FOUND, OPERATION_NOT_FOUND ->
        404;
      case RATE_LIMITED, SHARE_LIMITED, OVERLOADED -> 429;
      case INTERNAL_ERROR, PLUGIN_FAILED, CHECKPOINT_DAMAGED, VERIFICATION_FAILED -> 500;
      case MODEL_NOT_FOUND, MODEL_NOT_READY, STORAGE_FULL, STORAGE_FAILED, CONCURRENT_CHANGE,
          SHUTTING_DOWN, CANCELLED ->
        503;
    };
  }
}
