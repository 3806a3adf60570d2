package io.lethe.clients.gateway;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.lethe.clients.testee.Arguments;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * JSON over HTTP, with a deadline for each call and patience while the server is unavailable: four
 * attempts, as the clients of the other languages make. Thread-safe.
 */
final class HttpCaller implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration PAUSE_FIRST = Duration.ofMillis(100);
  private static final int PAUSE_FACTOR = 3;
  private static final int ATTEMPTS_MAX = 4;
  private static final int UNAVAILABLE = 503;

  private final HttpClient http;
  private final String base;
  private final Arguments wish;

  HttpCaller(JsonObject json) throws IOException, GeneralSecurityException {
    wish = new Arguments(json);
    base = wish.text("target");
    HttpClient.Builder builder = HttpClient.newBuilder();
    if (wish.has("ca")) {
      builder.sslContext(Tls.context(wish));
    }
    http = builder.build();
  }

  JsonObject get(String path) throws HttpCallException, InterruptedException {
    return call(path, null, deadline());
  }

  JsonObject post(String path, JsonObject body) throws HttpCallException, InterruptedException {
    return call(path, body, deadline());
  }

  JsonObject delete(String path) throws HttpCallException, InterruptedException {
    return call("DELETE", path, null, deadline());
  }

  Duration deadline() {
    return wish.has("deadlineMillis") ? Duration.ofMillis(wish.number("deadlineMillis")) : DEADLINE;
  }

  /** GET without a body, POST with one. */
  JsonObject call(String path, @Nullable JsonObject body, Duration deadline)
      throws HttpCallException, InterruptedException {
    return call(body == null ? "GET" : "POST", path, body, deadline);
  }

  private JsonObject call(String method, String path, @Nullable JsonObject body, Duration deadline)
      throws HttpCallException, InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    Duration pause = PAUSE_FIRST;
    for (int attempt = 1;; attempt++) {
      HttpResponse<InputStream> response = send(method, path, body, end);
      if (response.statusCode() / 100 == 2) {
        return json(response);
      }
      if (response.statusCode() != UNAVAILABLE || attempt == ATTEMPTS_MAX) {
        throw new HttpCallException(json(response).getAsJsonObject("error"));
      }
      Thread.sleep(pause);
      pause = pause.multipliedBy(PAUSE_FACTOR);
    }
  }

  /** What comes as a stream, once the server has begun to answer with one. */
  InputStream stream(String path, long end) throws HttpCallException, InterruptedException {
    HttpResponse<InputStream> response = send("GET", path, null, end);
    if (response.statusCode() != 200) {
      throw new HttpCallException(json(response).getAsJsonObject("error"));
    }
    return response.body();
  }

  private HttpResponse<InputStream> send(
      String method, String path, @Nullable JsonObject body, long end)
      throws HttpCallException, InterruptedException {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    if (!left.isPositive()) {
      throw HttpCallException.of("DEADLINE_EXCEEDED", "no time is left for another attempt");
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(left);
    wish.optionalText("token")
        .ifPresent(token -> request.header("Authorization", "Bearer " + token));
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(body.toString()));
    }
    try {
      return http.send(request.build(), BodyHandlers.ofInputStream());
    } catch (HttpTimeoutException late) {
      throw HttpCallException.of("DEADLINE_EXCEEDED", late.toString());
    } catch (IOException broken) {
      throw HttpCallException.of("UNAVAILABLE", broken.toString());
    }
  }

  private static JsonObject json(HttpResponse<InputStream> response) throws HttpCallException {
    try (InputStream body = response.body()) {
      return JsonParser.parseString(new String(body.readAllBytes(), StandardCharsets.UTF_8))
          .getAsJsonObject();
    } catch (IOException broken) {
      throw HttpCallException.of("UNAVAILABLE", broken.toString());
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
