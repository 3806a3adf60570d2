package io.lethe.server.gateway;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the HTTP library answers by itself, and what a service of it throws. Thread-safe. */
final class GatewayErrors implements ServerErrorHandler {

  private static final Status GONE = Status.CANCELLED.withDescription("the request broke off");
  private static final Status LATE = Status.DEADLINE_EXCEEDED
      .withDescription("the request took too long");

  private static final ResponseHeaders KNOWN = ResponseHeaders
      .of(HttpStatus.METHOD_NOT_ALLOWED, HttpHeaderNames.ALLOW, "GET, POST, DELETE");

  private final ErrorAnswers errors;
  private final Function<Throwable, StatusRuntimeException> statuses;

  GatewayErrors(ErrorAnswers errors, Function<Throwable, StatusRuntimeException> statuses) {
    this.errors = errors;
    this.statuses = statuses;
  }

  @Override
  public HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
    return (switch (cause) {
      case HttpStatusException known -> errors.of(HttpFault.of(known.httpStatus().code()));
      case ContentTooLargeException large -> errors.of(HttpFault.BODY_TOO_LARGE);
      case RequestTimeoutException late -> errors.of(LATE, new Metadata());
      // No defect, and nobody to answer: whoever sent the request went away in the middle of it.
      case Throwable gone when Exceptions.isExpected(gone) || Exceptions.isStreamCancelling(gone) ->
        errors.of(GONE, new Metadata());
      default -> failure(statuses.apply(cause));
    }).toHttpResponse();
  }

  private AggregatedHttpResponse failure(StatusRuntimeException status) {
    Metadata trailers = status.getTrailers();
    return errors.of(status.getStatus(), trailers == null ? new Metadata() : trailers);
  }

  @Override
  public AggregatedHttpResponse onProtocolViolation(
      ServiceConfig config, @Nullable RequestHeaders headers, HttpStatus status,
      @Nullable String description, @Nullable Throwable cause) {
    HttpFault fault = HttpFault.of(status.code());
    // Methods that the library itself does not know: which path they were for does not matter.
    return fault == HttpFault.METHOD_NOT_ALLOWED ? errors.of(fault, KNOWN) : errors.of(fault);
  }

  @Override
  public AggregatedHttpResponse renderStatus(
      @Nullable ServiceRequestContext context, ServiceConfig config,
      @Nullable RequestHeaders headers, HttpStatus status, @Nullable String description,
      @Nullable Throwable cause) {
    return errors.of(HttpFault.of(status.code()));
  }
}
