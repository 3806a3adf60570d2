package io.lethe.server.gateway;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.util.Objects;

/**
 * What {@code grpc.health.v1} says about the whole server, or about the name that the query's {@code
 * service} holds, for callers that speak HTTP only.
 */
final class HealthPage implements HttpService {

  private final ServiceCalls calls;

  HealthPage(ServiceCalls calls) {
    this.calls = calls;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    HealthCheckRequest check = HealthCheckRequest.newBuilder()
        .setService(Objects.requireNonNullElse(context.queryParam("service"), ""))
        .build();
    return HttpResponse
        .of(calls.unary(context, HealthGrpc.getCheckMethod(), check).thenApply(HealthPage::page));
  }

  private static HttpResponse page(HealthCheckResponse health) {
    boolean serving = health.getStatus() == HealthCheckResponse.ServingStatus.SERVING;
    return HttpResponse.of(
        serving ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, ErrorAnswers.JSON,
        "{\"status\":\"%s\"}".formatted(health.getStatus()));
  }
}
