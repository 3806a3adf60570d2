package io.lethe.server.gateway;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The response to a call with one answer. */
final class JsonAnswer implements CallSink {

  private final Function<InputStream, String> json;
  private final ErrorAnswers errors;
  private final CompletableFuture<HttpResponse> response = new CompletableFuture<>();
  private String text = "{}";

  /**
   * Without an answer yet.
   *
   * @param json of a message
   */
  JsonAnswer(Function<InputStream, String> json, ErrorAnswers errors) {
    this.json = json;
    this.errors = errors;
  }

  HttpResponse response() {
    return HttpResponse.of(response);
  }

  @Override
  public void message(InputStream bytes) {
    text = json.apply(bytes);
  }

  @Override
  public void end(Status status, Metadata trailers) {
    response.complete(
        status.isOk()
            ? HttpResponse.of(HttpStatus.OK, ErrorAnswers.JSON, text)
            : errors.of(status, trailers).toHttpResponse());
  }

  /** There is no answer, because the request did not arrive as a whole. */
  void fail(Throwable failure) {
    response.completeExceptionally(failure);
  }
}
