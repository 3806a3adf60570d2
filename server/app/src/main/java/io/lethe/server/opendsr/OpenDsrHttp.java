package io.lethe.server.opendsr;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.lethe.server.grpc.admission.AdmissionControl;
import io.lethe.server.grpc.admission.CallPlace;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Data subject requests over Armeria. A call takes its place among those of its kind before its
 * body is read, and is worked on by that kind's threads, never by an event loop.
 */
public final class OpenDsrHttp implements HttpService {

  private final OpenDsrApi api;
  private final AdmissionControl admission;

  /** To be mounted anywhere; the path below the mount is what counts. */
  public OpenDsrHttp(OpenDsrApi api, AdmissionControl admission) {
    this.api = api;
    this.admission = admission;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    if (request.headers().contentLength() > OpenDsrApi.BODY_BYTES_MAX) {
      return unread(request, OpenDsrApi.tooLarge());
    }
    String verb = request.method().name();
    Optional<String> method = OpenDsrApi.method(verb, context.mappedPath());
    if (method.isEmpty()) {
      return HttpResponse.of(
          request.aggregate()
              .handle((read, failed) -> http(answer(context, request, new byte[0]))));
    }
    Optional<CallPlace> place = admission.take(method.get());
    if (place.isEmpty()) {
      return unread(request, DsrErrors.overloaded());
    }
    CompletableFuture<HttpResponse> answered = request.aggregate()
        .handleAsync((read, failed) -> http(answer(context, request, read, failed)), place.get());
    return HttpResponse.of(answered.whenComplete((done, failed) -> place.get().close()));
  }

  /**
   * Answers when the body has come and none of it was kept: over HTTP/2 an earlier answer is followed
   * by the stream's reset, and some callers see that alone.
   */
  private static HttpResponse unread(HttpRequest request, DsrAnswer answer) {
    return HttpResponse
        .of(request.filter(data -> false).collect().handle((none, failed) -> http(answer)));
  }

  private DsrAnswer answer(
      ServiceRequestContext context, HttpRequest request, @Nullable AggregatedHttpRequest read,
      @Nullable Throwable failed) {
    if (failed instanceof ContentTooLargeException) {
      return OpenDsrApi.tooLarge();
    }
    if (read == null) {
      return DsrErrors.unread();
    }
    return answer(context, request, read.content().array());
  }

  private DsrAnswer answer(ServiceRequestContext context, HttpRequest request, byte[] body) {
    return api.answer(
        new DsrCall(
            request.method().name(), context.mappedPath(),
            request.headers().getAll(HttpHeaderNames.AUTHORIZATION),
            certificate(context.sslSession()), body));
  }

  private static @Nullable X509Certificate certificate(@Nullable SSLSession session) {
    if (session == null) {
      return null;
    }
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate shown ? shown : null;
    } catch (SSLPeerUnverifiedException none) {
      return null;
    }
  }

  private static HttpResponse http(DsrAnswer answer) {
    ResponseHeadersBuilder headers = ResponseHeaders.builder(answer.status());
    answer.headers().forEach(headers::set);
    return HttpResponse.of(headers.build(), HttpData.wrap(answer.body()));
  }
}
