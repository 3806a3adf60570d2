package io.lethe.server.gateway;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.lethe.server.errors.ErrorCodes;
import io.lethe.server.gateway.json.MessageJson;

/** Errors as AIP-193 has them in JSON. Thread-safe. */
final class ErrorAnswers {

  static final MediaType JSON = MediaType.JSON_UTF_8;

  private static final String DOMAIN = "http.lethe.io";
  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private final MessageJson json;

  ErrorAnswers(MessageJson json) {
    this.json = json;
  }

  /** A call that failed. */
  AggregatedHttpResponse of(Status status, Metadata trailers) {
    com.google.rpc.Status error = StatusProto.fromStatusAndTrailers(status, trailers);
    int httpStatus = ErrorCodes.http(status.getCode());
    return response(httpStatus, headers(httpStatus, error), text(httpStatus, error));
  }

  /** A request that came to no call. */
  AggregatedHttpResponse of(HttpFault fault) {
    return of(fault, ResponseHeaders.of(fault.httpStatus()));
  }

  /** The same, with headers. */
  AggregatedHttpResponse of(HttpFault fault, ResponseHeaders headers) {
    ErrorInfo info = ErrorInfo.newBuilder().setDomain(DOMAIN).setReason(fault.name()).build();
    com.google.rpc.Status error = com.google.rpc.Status.newBuilder()
        .setCode(fault.code().value())
        .setMessage(fault.message())
        .addDetails(Any.pack(info))
        .build();
    return response(fault.httpStatus(), headers.toBuilder(), text(fault.httpStatus(), error));
  }

  private static AggregatedHttpResponse response(
      int httpStatus, ResponseHeadersBuilder headers, String text) {
    headers.status(HttpStatus.valueOf(httpStatus)).contentType(JSON);
    return AggregatedHttpResponse.of(headers.build(), HttpData.ofUtf8(text));
  }

  /** {@code {"error": ...}} in one line. */
  String text(Status status, Metadata trailers) {
    return text(
        ErrorCodes.http(status.getCode()), StatusProto.fromStatusAndTrailers(status, trailers));
  }

  private String text(int httpStatus, com.google.rpc.Status status) {
    JsonArray details = new JsonArray();
    status.getDetailsList().forEach(detail -> details.add(JsonParser.parseString(json.of(detail))));
    JsonObject error = new JsonObject();
    error.addProperty("code", httpStatus);
    error.addProperty("message", status.getMessage());
    error.addProperty("status", Status.fromCodeValue(status.getCode()).getCode().name());
    error.add("details", details);
    JsonObject whole = new JsonObject();
    whole.add("error", error);
    return whole.toString();
  }

  private static ResponseHeadersBuilder headers(int httpStatus, com.google.rpc.Status error) {
    ResponseHeadersBuilder headers = ResponseHeaders.builder(httpStatus);
    if (httpStatus == HttpStatus.UNAUTHORIZED.code()) {
      headers.add(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"lethe\"");
    }
    for (Any detail : error.getDetailsList()) {
      if (detail.is(RetryInfo.class)) {
        headers.addLong(HttpHeaderNames.RETRY_AFTER, seconds(detail));
      }
    }
    return headers;
  }

  /** Whole ones, as the header has them: never too early. */
  private static long seconds(Any retryInfo) {
    try {
      var delay = retryInfo.unpack(RetryInfo.class).getRetryDelay();
      return Math.addExact(delay.getSeconds(), Math.ceilDiv(delay.getNanos(), NANOS_PER_SECOND));
    } catch (InvalidProtocolBufferException garbled) {
      throw new IllegalStateException("the server's own detail cannot be read", garbled);
    }
  }
}
