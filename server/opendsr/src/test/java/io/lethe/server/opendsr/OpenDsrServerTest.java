package io.lethe.server.opendsr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.server.access.Role;
import io.lethe.server.config.ConfigException;
import io.lethe.server.wiring.Authority;
import io.lethe.server.wiring.GuardedServer;
import io.lethe.server.wiring.Handshake;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Data subject requests as the settings turn them on: a whole server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenDsrServerTest {

  private static final String ID = "a7551968-d5d6-44b2-9831-815ac9017798";
  private static final String REQUEST = """
      {"regulation": "gdpr", "subject_request_id": "%s", "subject_request_type": "erasure",
       "submitted_time": "2026-11-24T15:00:00Z",
       "subject_identities": [{"identity_type": "controller_customer_id",
         "identity_value": "somebody", "identity_format": "raw"}]}
      """.formatted(ID);

  private Authority.Pair pair;
  private Path authority;
  private Authority.Pair office;

  @BeforeAll
  void makeCertificates(@TempDir Path folder) throws Exception {
    Authority house = new Authority(folder, "house");
    authority = house.certificate();
    pair = house.server("processor");
    office = house.client("office");
  }

  private Map<String, String> settings() {
    return new HashMap<>(
        Map.of(
            "gateway.port", "0", "opendsr.signing-key-file", pair.key().toString(),
            "opendsr.certificate-file", pair.certificate().toString()));
  }

  private static HttpResponse<String> call(
      GuardedServer guarded, String verb, String path, String body) throws Exception {
    HttpRequest request = HttpRequest
        .newBuilder(
            URI.create(
                "http://127.0.0.1:%d/opendsr/v2%s"
                    .formatted(guarded.server().gatewayPort().orElseThrow(), path)))
        .header("authorization", "Bearer " + guarded.token("office", Role.UNLEARN))
        .method(verb, HttpRequest.BodyPublishers.ofString(body))
        .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void server_withAKey_takesRequestsAndKnowsThemAfterARestart(@TempDir Path folder)
      throws Exception {
    String receipt;
    try (GuardedServer guarded = GuardedServer.start(folder, settings())) {
      HttpResponse<String> answer = call(guarded, "POST", "/requests", REQUEST);
      assertEquals(201, answer.statusCode(), answer.body());
      assertEquals(
          "localhost", answer.headers().firstValue("X-OpenDSR-Processor-Domain").orElseThrow());
      receipt = answer.body();
    }
    try (GuardedServer guarded = GuardedServer.start(folder, settings())) {
      assertEquals(receipt, call(guarded, "POST", "/requests", REQUEST).body());
      HttpResponse<String> status = call(guarded, "GET", "/requests/" + ID, "");
      assertTrue(status.body().contains("\"request_status\":\"completed\""), status.body());
    }
  }

  @Test
  void server_callerShowsACertificate_isThatController(@TempDir Path folder) throws Exception {
    Path roles = Files.writeString(folder.resolve("roles"), "office = unlearn\n");
    Map<String, String> settings = settings();
    settings.putAll(
        Map.of(
            "tls.certificate-file", pair.certificate().toString(), "tls.key-file",
            pair.key().toString(), "tls.client-ca-file", authority.toString(),
            "tls.client-certificates", "OPTIONAL", "auth.roles-file", roles.toString()));
    try (GuardedServer guarded = GuardedServer.start(folder, settings);
        HttpClient client = HttpClient.newBuilder()
            .sslContext(Handshake.showing(authority, office))
            .build()) {
      String url = "https://127.0.0.1:%d/opendsr/v2/requests"
          .formatted(guarded.server().gatewayPort().orElseThrow());
      HttpResponse<String> answer = client.send(
          HttpRequest.newBuilder(URI.create(url))
              .POST(HttpRequest.BodyPublishers.ofString(REQUEST))
              .build(),
          HttpResponse.BodyHandlers.ofString());
      assertEquals(201, answer.statusCode(), answer.body());
      assertTrue(answer.body().contains("\"controller_id\":\"office\""), answer.body());
    }
  }

  @Test
  void server_withoutAKey_hasNoSuchPath(@TempDir Path folder) throws Exception {
    try (GuardedServer guarded = GuardedServer.start(folder, Map.of("gateway.port", "0"))) {
      assertEquals(404, call(guarded, "GET", "/discovery", "").statusCode());
    }
  }

  @Test
  void server_settingsThatDoNotFit_doesNotStart(@TempDir Path folder) throws Exception {
    refused(folder, "opendsr.certificate-file", "", "go together");
    refused(folder, "gateway.port", "-1", "gateway.port");
    refused(folder, "opendsr.domain", "dsr.example.com", "not for the domain dsr.example.com");
    refused(folder, "opendsr.domain", "two words", "a domain, or nothing");
    refused(folder, "opendsr.base-url", "localhost/", "a URL of http or https");
    refused(folder, "opendsr.models", "Movies", "a list of model names");
    refused(folder, "opendsr.callback-hosts", "https://dsr.example.com", "a list of hosts");
    refused(folder, "opendsr.callback-hours-max", "0", "a whole number from 1 to 720");
    refused(folder, "opendsr.signing-key-file", folder + "/none.key", "cannot be read");
    // Nothing of them keeps the folder.
    GuardedServer.start(folder, settings()).close();
  }

  private void refused(Path folder, String key, String value, String message) {
    Map<String, String> settings = settings();
    settings.put(key, value);
    ConfigException refused = assertThrows(ConfigException.class, () -> start(folder, settings));
    assertTrue(String.valueOf(refused.getMessage()).contains(message), refused::getMessage);
  }

  private static void start(Path folder, Map<String, String> settings) throws IOException {
    GuardedServer.start(folder, settings).close();
  }
}
