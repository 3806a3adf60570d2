package io.lethe.server.console;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Arrays;

/**
 * The console's files. Anybody may read them, as they hold nothing of the server's: its data comes over
 * the gateway's calls, which ask who calls.
 */
record ConsolePages(ConsoleFiles files) implements HttpService {

  /** No script, style or request but the gateway's own, no frame around it, no text taken for HTML. */
  static final String POLICY = String.join(
      "; ", "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'",
      "img-src 'self' data:", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'",
      "require-trusted-types-for 'script'", "trusted-types 'none'");

  /** As the HTML standard has it since RFC 9239. */
  private static final MediaType JAVASCRIPT = MediaType.parse("text/javascript; charset=utf-8");
  /** The names of these files have a hash of what they hold. */
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    ConsoleFiles.ServedFile file = files.byPath().get(context.path());
    if (file == null) {
      throw HttpStatusException.of(HttpStatus.NOT_FOUND);
    }
    if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      return HttpResponse.of(
          ResponseHeaders.of(HttpStatus.METHOD_NOT_ALLOWED, HttpHeaderNames.ALLOW, "GET, HEAD"));
    }
    boolean gzip = takesGzip(request.headers().get(HttpHeaderNames.ACCEPT_ENCODING, ""));
    ResponseHeadersBuilder headers = headers(file.name());
    if (gzip) {
      headers.set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
    }
    return HttpResponse.of(headers.build(), HttpData.wrap(gzip ? file.gzipped() : file.plain()));
  }

  private static ResponseHeadersBuilder headers(String name) {
    return ResponseHeaders.builder(HttpStatus.OK)
        .contentType(type(name))
        .set(HttpHeaderNames.CACHE_CONTROL, name.startsWith("assets/") ? FOR_EVER : "no-store")
        .set(HttpHeaderNames.VARY, "accept-encoding")
        .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
        .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
        .set(HttpHeaderNames.REFERRER_POLICY, "no-referrer")
        .set(HttpHeaderNames.CROSS_ORIGIN_OPENER_POLICY, "same-origin")
        .set(HttpHeaderNames.CROSS_ORIGIN_RESOURCE_POLICY, "same-origin");
  }

  private static MediaType type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> MediaType.HTML_UTF_8;
      case "js" -> JAVASCRIPT;
      case "css" -> MediaType.CSS_UTF_8;
      case "svg" -> MediaType.SVG_UTF_8;
      default -> throw new IllegalStateException("the build made a file of unknown kind: " + name);
    };
  }

  /** {@code gzip;q=0} is what no browser sends. */
  private static boolean takesGzip(String encodings) {
    return Arrays.stream(encodings.split(",")).map(String::strip).anyMatch("gzip"::equals);
  }
}
