package io.lethe.server.gateway;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps out what web pages make browsers send, which nothing but a browser's own manners would: calls
 * from pages of other origins, and calls to this machine under a name that only seemed to be another
 * (DNS rebinding). Pages that the gateway itself served may call: the console's.
 *
 * @param origins of other pages that may call
 * @param localOnly whether everybody who reaches the server is its operator, and so must be here
 */
record RequestGuard(Set<String> origins, boolean localOnly, ErrorAnswers errors)
    implements
      DecoratingHttpServiceFunction {

  private static final Pattern LOCAL = Pattern
      .compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]");

  RequestGuard {
    origins = Set.copyOf(origins);
  }

  @Override
  public HttpResponse serve(HttpService next, ServiceRequestContext context, HttpRequest request)
      throws Exception {
    String origin = request.headers().get(HttpHeaderNames.ORIGIN);
    if (origin != null && !origins.contains(origin) && !origin.equals(own(context, request))) {
      return errors.of(HttpFault.ORIGIN_NOT_ALLOWED).toHttpResponse();
    }
    if (localOnly && !isLocal(request.authority())) {
      return errors.of(HttpFault.HOST_NOT_LOCAL).toHttpResponse();
    }
    return next.serve(context, request);
  }

  /** The origin of a page that came from where this request goes. */
  private static String own(ServiceRequestContext context, HttpRequest request) {
    return (context.sessionProtocol().isTls() ? "https://" : "http://") + request.authority();
  }

  private static boolean isLocal(String authority) {
    String host = authority.replaceFirst(":\\d+$", "");
    return LOCAL.matcher(host).matches();
  }
}
