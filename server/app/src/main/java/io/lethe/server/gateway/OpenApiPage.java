package io.lethe.server.gateway;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The OpenAPI document of this gateway. It is JSON, which is YAML, too. */
final class OpenApiPage implements HttpService {

  private static final String FILE = "lethe.v1.json";

  private final byte[] document;

  OpenApiPage() {
    try (InputStream file = OpenApiPage.class.getResourceAsStream(FILE)) {
      document = Objects.requireNonNull(file, FILE).readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    return HttpResponse.of(HttpStatus.OK, ErrorAnswers.JSON, document);
  }
}
