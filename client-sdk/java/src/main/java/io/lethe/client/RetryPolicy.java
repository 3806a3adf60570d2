package io.lethe.client;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The gRPC service config that the clients of all languages share: what is retried, and how. */
final class RetryPolicy {

  private static final String RESOURCE = "service-config.json";

  private RetryPolicy() {}

  static Map<String, Object> serviceConfig() {
    try (InputStream bytes = RetryPolicy.class.getResourceAsStream(RESOURCE)) {
      if (bytes == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the client's jar");
      }
      Reader text = new InputStreamReader(bytes, StandardCharsets.UTF_8);
      return new Gson().fromJson(text, new TypeToken<Map<String, Object>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " cannot be read", e);
    }
  }
}
