package io.lethe.server.gateway;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A browser's or script's side of a gateway. */
record Web(HttpClient client, URI server) {

  private static final Duration ANSWER_MAX = Duration.ofMinutes(2);

  static Web at(int port) {
    return new Web(
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
        URI.create("http://127.0.0.1:" + port));
  }

  HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    return send("POST", path, body, headers);
  }

  /**
   * Sends one request.
   *
   * @param headers names and values
   */
  HttpResponse<String> send(String method, String path, @Nullable String body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
        .timeout(ANSWER_MAX)
        .method(
            method,
            body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.setHeader("content-type", "application/json");
    }
    for (int k = 0; k < headers.length; k += 2) {
      request.setHeader(headers[k], headers[k + 1]);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new AssertionError(method + " " + path, failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  static JsonObject json(HttpResponse<String> response) {
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  /** {@code STATUS reason} of an error, whose form is looked at, too. */
  static String error(HttpResponse<String> response) {
    JsonObject error = json(response).getAsJsonObject("error");
    if (error.get("code").getAsInt() != response.statusCode()
        || error.get("message").getAsString().isEmpty()) {
      throw new AssertionError(response.body());
    }
    for (JsonElement detail : error.getAsJsonArray("details")) {
      JsonObject info = detail.getAsJsonObject();
      if (info.get("@type").getAsString().equals("type.googleapis.com/google.rpc.ErrorInfo")) {
        return error.get("status").getAsString() + " " + info.get("reason").getAsString();
      }
    }
    throw new AssertionError("no ErrorInfo in " + response.body());
  }
}
