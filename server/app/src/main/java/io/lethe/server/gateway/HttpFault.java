package io.lethe.server.gateway;

import io.grpc.Status;
import java.util.Arrays;

/**
 * What can be wrong with a request before any service sees it. gRPC has no such reasons, so that they are
 * of a domain of their own.
 */
enum HttpFault {
  REQUEST_MALFORMED(400, Status.Code.INVALID_ARGUMENT, "this is no HTTP request"),
  ORIGIN_NOT_ALLOWED(
      403, Status.Code.PERMISSION_DENIED,
      "a page of this origin may not call; gateway.cors-origins says which may"),
  HOST_NOT_LOCAL(
      403, Status.Code.PERMISSION_DENIED,
      "a server without authentication answers requests to this machine by its own name only"),
  PATH_NOT_FOUND(404, Status.Code.NOT_FOUND, "there is no such path; /openapi.json lists all"),
  METHOD_NOT_ALLOWED(405, Status.Code.UNIMPLEMENTED, "this path does not have this method"),
  BODY_TOO_LARGE(
      413, Status.Code.RESOURCE_EXHAUSTED,
      "the body has more bytes than serving.message-bytes-max allows"),
  PATH_TOO_LONG(414, Status.Code.INVALID_ARGUMENT, "the path and query have too many bytes"),
  BODY_NOT_JSON(
      415, Status.Code.INVALID_ARGUMENT,
      "a request with a body must say Content-Type: application/json"),
  BODY_ENCODED(
      415, Status.Code.INVALID_ARGUMENT,
      "the body is compressed, as its Content-Encoding says; send it as it is"),
  HEADERS_TOO_LARGE(431, Status.Code.INVALID_ARGUMENT, "the headers have too many bytes"),
  SERVER_BUSY(503, Status.Code.UNAVAILABLE, "the server does not take requests now");

  private final int httpStatus;
  private final Status.Code code;
  private final String message;

  HttpFault(int httpStatus, Status.Code code, String message) {
    this.httpStatus = httpStatus;
    this.code = code;
    this.message = message;
  }

  int httpStatus() {
    return httpStatus;
  }

  Status.Code code() {
    return code;
  }

  String message() {
    return message;
  }

  /** What the HTTP library means by a status that it answers with by itself. */
  static HttpFault of(int httpStatus) {
    return Arrays.stream(values())
        .filter(fault -> fault.httpStatus == httpStatus && fault != HOST_NOT_LOCAL)
        .findFirst()
        .orElse(httpStatus >= 500 ? SERVER_BUSY : REQUEST_MALFORMED);
  }
}
