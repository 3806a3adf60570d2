package io.lethe.server.gateway;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;

/** Something that can only be read. */
record Page(HttpService content, ErrorAnswers errors) implements HttpService {

  private static final ResponseHeaders ALLOWED = ResponseHeaders
      .of(HttpStatus.METHOD_NOT_ALLOWED, HttpHeaderNames.ALLOW, "GET, HEAD");

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    return request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD
        ? content.serve(context, request)
        : errors.of(HttpFault.METHOD_NOT_ALLOWED, ALLOWED).toHttpResponse();
  }
}
