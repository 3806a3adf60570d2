package io.lethe.server.opendsr;

import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.lethe.server.access.PeerCertificate;
import io.lethe.server.grpc.admission.AdmissionControl;
import io.lethe.server.grpc.admission.CallPlace;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Data subject requests over Armeria. Who calls is found out first; then a call takes its place
 * among those of its kind before its body is read, and is worked on by that kind's threads, never
 * by an event loop. A body is kept only where the operation takes one and the caller may send it.
 */
final class OpenDsrHttp implements HttpService {

  private final OpenDsrApi api;
  private final AdmissionControl admission;

  /** To be mounted anywhere; the path below the mount is what counts. */
  public OpenDsrHttp(OpenDsrApi api, AdmissionControl admission) {
    this.api = api;
    this.admission = admission;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    DsrCall call = new DsrCall(
        request.method().name(), context.mappedPath(),
        request.headers().getAll(HttpHeaderNames.AUTHORIZATION),
        PeerCertificate.of(context.sslSession()));
    return switch (api.enter(call)) {
      case DsrEntry.Refused refused -> unread(request, refused.answer());
      case DsrEntry.Allowed allowed -> allowed(context, request, allowed);
    };
  }

  private HttpResponse allowed(
      ServiceRequestContext context, HttpRequest request, DsrEntry.Allowed call) {
    DsrRoute.Operation operation = call.route().operation();
    if (operation.hasBody() && request.headers().contentLength() > OpenDsrApi.BODY_BYTES_MAX) {
      return unread(request, DsrErrors.tooLarge());
    }
    if (operation.method().isEmpty()) {
      return HttpResponse
          .of(drained(request).handle((none, failed) -> http(answer(call, none, failed))));
    }
    Optional<CallPlace> place = admission.take(operation.method().get());
    if (place.isEmpty()) {
      return unread(request, DsrErrors.overloaded());
    }
    CompletableFuture<HttpResponse> answered = (operation.hasBody()
        ? read(context, request)
        : drained(request))
        .handleAsync((body, failed) -> http(answer(call, body, failed)), place.get());
    return HttpResponse.of(answered.whenComplete((done, failed) -> place.get().close()));
  }

  private static CompletableFuture<byte[]> read(
      ServiceRequestContext context, HttpRequest request) {
    context.setMaxRequestLength(OpenDsrApi.BODY_BYTES_MAX);
    return request.aggregate().thenApply(whole -> whole.content().array());
  }

  /** Waits for the body's end and keeps none of it. */
  private static CompletableFuture<byte[]> drained(HttpRequest request) {
    request.subscribe(new DiscardedBody());
    return request.whenComplete().thenApply(none -> new byte[0]);
  }

  /**
   * Answers when the body has come: over HTTP/2 an earlier answer is followed by the stream's
   * reset, and some callers see that alone.
   */
  private static HttpResponse unread(HttpRequest request, DsrAnswer answer) {
    return HttpResponse.of(drained(request).handle((none, failed) -> http(answer)));
  }

  private DsrAnswer answer(
      DsrEntry.Allowed call, byte @Nullable [] body, @Nullable Throwable failed) {
    if (body != null) {
      return api.answer(call, body);
    }
    return Exceptions.peel(failed) instanceof ContentTooLargeException
        ? DsrErrors.tooLarge()
        : DsrErrors.unread();
  }

  private static HttpResponse http(DsrAnswer answer) {
    ResponseHeadersBuilder headers = ResponseHeaders.builder(answer.status());
    answer.headers().forEach(headers::set);
    return HttpResponse.of(headers.build(), HttpData.wrap(answer.body()));
  }
}
