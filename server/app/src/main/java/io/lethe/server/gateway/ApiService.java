package io.lethe.server.gateway;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.lethe.server.gateway.json.HttpBinding;
import io.lethe.server.gateway.json.HttpBindings;
import io.lethe.server.gateway.json.MessageJson;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Every method with an HTTP rule, at its path. Does not block. */
final class ApiService implements HttpService {

  /** Proxies and load balancers close what is silent, most after a minute. */
  static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private static final String LAST_EVENT_ID = "last-event-id";
  private static final byte[] NOTHING = {};

  private final HttpBindings bindings;
  private final ServiceCalls calls;
  private final MessageJson json;
  private final ErrorAnswers errors;

  ApiService(HttpBindings bindings, ServiceCalls calls, MessageJson json, ErrorAnswers errors) {
    this.bindings = bindings;
    this.calls = calls;
    this.json = json;
    this.errors = errors;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    HttpBinding.Match match = bindings.find(request.method().name(), context.path()).orElse(null);
    if (match == null) {
      return noSuch(context.path());
    }
    if (match.binding().isStreaming()) {
      return streamed(context, match);
    }
    MediaType type = request.contentType();
    if (match.binding().takesBody() && type != null && !type.belongsTo(MediaType.JSON)) {
      return errors.of(HttpFault.BODY_NOT_JSON).toHttpResponse();
    }
    if (match.binding().takesBody() && isEncoded(request)) {
      return errors.of(HttpFault.BODY_ENCODED).toHttpResponse();
    }
    return answered(context, request, match);
  }

  private static boolean isEncoded(HttpRequest request) {
    String encoding = request.headers().get(HttpHeaderNames.CONTENT_ENCODING, "identity");
    return !encoding.equalsIgnoreCase("identity");
  }

  private HttpResponse noSuch(String path) {
    Set<String> methods = bindings.httpMethods(path);
    if (methods.isEmpty()) {
      return errors.of(HttpFault.PATH_NOT_FOUND).toHttpResponse();
    }
    ResponseHeaders allowed = ResponseHeaders
        .of(HttpStatus.METHOD_NOT_ALLOWED, HttpHeaderNames.ALLOW, String.join(", ", methods));
    return errors.of(HttpFault.METHOD_NOT_ALLOWED, allowed).toHttpResponse();
  }

  private HttpResponse answered(
      ServiceRequestContext context, HttpRequest request, HttpBinding.Match match) {
    JsonAnswer answer = new JsonAnswer(bytes -> json.of(message(match, bytes)), errors);
    HttpResponse response = answer.response();
    ServiceCall call = calls.begin(context, match.binding().definition(), answer);
    var _ = response.whenComplete().whenComplete((done, failure) -> call.over());
    if (!match.binding().takesBody()) {
      call.request(() -> bytes(match, context.queryParams(), NOTHING));
      return response;
    }
    var _ = request.aggregate().whenComplete((whole, failure) -> {
      if (failure == null) {
        call.request(() -> bytes(match, context.queryParams(), whole.content().array()));
      } else {
        answer.fail(failure);
      }
    });
    return response;
  }

  private HttpResponse streamed(ServiceRequestContext context, HttpBinding.Match match) {
    EventStream events = new EventStream(
        bytes -> message(match, bytes), json, errors,
        context.request().headers().get(LAST_EVENT_ID, ""));
    HttpResponse response = events.response();
    context.clearRequestTimeout();
    ServiceCall call = calls.begin(context, match.binding().definition(), events);
    Future<?> beating = context.eventLoop()
        .withoutContext()
        .scheduleAtFixedRate(
            events::beat, HEARTBEAT.toSeconds(), HEARTBEAT.toSeconds(), TimeUnit.SECONDS);
    var _ = response.whenComplete().whenComplete((done, failure) -> {
      beating.cancel(false);
      call.over();
    });
    call.request(() -> bytes(match, context.queryParams(), NOTHING));
    return response;
  }

  /** On the call's own threads: reading JSON is work. */
  private InputStream bytes(HttpBinding.Match match, QueryParams query, byte[] body) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    query.names().forEach(name -> values.put(name, query.getAll(name)));
    return new ByteArrayInputStream(json.request(match, values, body).toByteArray());
  }

  private Message message(HttpBinding.Match match, InputStream bytes) {
    return json.message(match.binding().responseType(), bytes);
  }
}
