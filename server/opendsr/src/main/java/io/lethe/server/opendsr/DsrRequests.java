package io.lethe.server.opendsr;

import io.lethe.engine.dsr.SubjectRequestOrder;
import io.lethe.engine.subject.ErasureTarget;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Requests from the wire; making the engine's order is the validation. */
final class DsrRequests {

  static final String API_VERSION = "2.0";
  static final String ERASURE = "erasure";
  static final String ACCESS = "access";
  static final String PORTABILITY = "portability";
  static final String IDENTITY_TYPE = "controller_customer_id";
  static final String IDENTITY_FORMAT = "raw";

  private static final int IDENTITIES_MAX = 100;
  private static final int CALLBACKS_MAX = 8;
  private static final Set<String> REGULATIONS = Set.of("gdpr", "ccpa");
  private static final Pattern UUID_V4 = Pattern
      .compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  private final CallbackHosts hosts;
  private final String domain;

  /**
   * For a processor.
   *
   * @param hosts that may be called back
   * @param domain the processor's
   */
  DsrRequests(CallbackHosts hosts, String domain) {
    this.hosts = hosts;
    this.domain = domain;
  }

  /**
   * The order that a body asks for.
   *
   * @param controller who asks
   * @throws io.lethe.engine.LetheException of kind {@code ARGUMENT_INVALID} or {@code ID_MALFORMED}
   */
  SubjectRequestOrder order(byte[] body, String controller) {
    JsonNode request = DsrJson.parsed(body);
    String regulation = DsrJson.text(request, "regulation");
    if (!REGULATIONS.contains(regulation)) {
      throw DsrJson.invalid("regulation", "regulation must be gdpr or ccpa");
    }
    UUID id = id(DsrJson.text(request, "subject_request_id"));
    String type = DsrJson.text(request, "subject_request_type");
    SubjectRequestOrder.Kind kind = kind(type);
    checkVersion(request);
    JsonNode extensions = request.get("extensions");
    if (extensions != null && extensions.has(domain)) {
      throw DsrJson.invalid("extensions", "this processor knows no extensions of a request");
    }
    return new SubjectRequestOrder(
        id, controller, users(request), callbackUrls(request),
        List.of(regulation, type, submitted(DsrJson.text(request, "submitted_time"))), kind);
  }

  /** The id that a path or a body names. */
  static UUID id(String text) {
    if (!UUID_V4.matcher(text).matches()) {
      throw DsrJson.invalid(
          "subject_request_id", "subject_request_id must be a UUID of version 4 in lower case");
    }
    return UUID.fromString(text);
  }

  private static SubjectRequestOrder.Kind kind(String type) {
    return switch (type) {
      case ERASURE -> SubjectRequestOrder.Kind.ERASURE;
      case ACCESS, PORTABILITY -> SubjectRequestOrder.Kind.ACCESS;
      default -> throw DsrJson.invalid(
          "subject_request_type", "subject_request_type must be erasure, access or portability");
    };
  }

  private static void checkVersion(JsonNode request) {
    String version = DsrJson.optionalText(request, "api_version");
    if (version != null && !version.equals(API_VERSION)) {
      throw DsrJson.invalid("api_version", "api_version must be " + API_VERSION);
    }
  }

  private static String submitted(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toString();
    } catch (DateTimeParseException malformed) {
      throw DsrJson.invalid("submitted_time", "submitted_time must be a time as RFC 3339 has it");
    }
  }

  /**
   * Under other types of identity nothing is held here; one of ours that is hashed cannot be found.
   */
  private static List<String> users(JsonNode request) {
    List<String> users = new ArrayList<>();
    for (JsonNode identity : DsrJson.list(request, "subject_identities", IDENTITIES_MAX)) {
      if (DsrJson.text(identity, "identity_type").equals(IDENTITY_TYPE)) {
        users.add(user(identity));
      }
    }
    if (users.isEmpty()) {
      throw DsrJson.invalid(
          "subject_identities",
          "subject_identities must have one of identity_type " + IDENTITY_TYPE);
    }
    return users.stream().distinct().toList();
  }

  private static String user(JsonNode identity) {
    if (!DsrJson.text(identity, "identity_format").equals(IDENTITY_FORMAT)) {
      throw DsrJson.invalid(
          "identity_format", "identity_format of a %s must be %s: ids are not kept as hashes here"
              .formatted(IDENTITY_TYPE, IDENTITY_FORMAT));
    }
    String id = DsrJson.text(identity, "identity_value");
    // Half a surrogate pair has no bytes of its own: it would be digested as another id.
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
      throw DsrJson.invalid("identity_value", "identity_value is no valid Unicode");
    }
    ErasureTarget.checkId("identity_value", id);
    return id;
  }

  private List<String> callbackUrls(JsonNode request) {
    List<String> urls = new ArrayList<>();
    for (JsonNode url : DsrJson.list(request, "status_callback_urls", CALLBACKS_MAX)) {
      if (!url.isString()) {
        throw DsrJson.invalid("status_callback_urls", "status_callback_urls must hold strings");
      }
      urls.add(hosts.checked(url.stringValue(), urls.size()).toString());
    }
    return urls.stream().distinct().toList();
  }
}
