package io.lethe.benchmarks.beside;

import io.lethe.benchmarks.load.OpenLoad.Calls;
import io.lethe.benchmarks.load.OpenLoad.Ending;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * GET of ten items for one user after another, over HTTP/1.1 connections that stay open.
 *
 * @param users asked for in an order that repeats
 */
record HttpCalls(
    HttpClient client, int port, List<String> users, Duration deadline) implements Calls {

  private static final int FINE = 200;

  @Override
  public void send(int number, Consumer<Ending> ended) {
    String user = users.get((int) (number * 7919L % users.size()));
    HttpRequest request = HttpRequest
        .newBuilder(URI.create("http://127.0.0.1:%d/recommend/%s".formatted(port, user)))
        .timeout(deadline)
        .build();
    var _ = client.sendAsync(request, BodyHandlers.ofByteArray())
        .whenComplete(
            (answer, failure) -> ended.accept(
                failure == null
                    ? answer.statusCode() == FINE ? Ending.SERVED : Ending.FAILED
                    : isLate(failure) ? Ending.LATE : Ending.FAILED));
  }

  private static boolean isLate(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof HttpTimeoutException;
  }
}
