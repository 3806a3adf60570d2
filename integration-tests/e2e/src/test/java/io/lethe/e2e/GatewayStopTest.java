package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasureRequest;
import io.lethe.installed.Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What those are told who watch over HTTP while the server stops. */
@ExtendWith(Installations.class)
final class GatewayStopTest {

  private final Installation installation;

  GatewayStopTest(Installation installation) {
    this.installation = installation;
  }

  @Test
  void watch_whenTheServerGoesDown_isToldSo() throws Exception {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      InputStream events;
      try (Server server = installation
          .serve(Map.of("LETHE_GATEWAY_PORT", "0", "LETHE_APPROVAL_INTERACTIONS_ABOVE", "2"))) {
        events = watch(http, server);
      }
      String said = new String(events.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(said.startsWith("id: STATE_HELD\n"), said);
      assertTrue(said.contains("event: failure\ndata: {\"error\":{\"code\":503"), said);
      assertTrue(said.contains("SHUTTING_DOWN"), said);
    }
  }

  private static InputStream watch(HttpClient http, Server server)
      throws IOException, InterruptedException {
    ErasureHandle held = server.client()
        .unlearn(ErasureRequest.ofUser(Installation.MODEL, SyntheticRatings.user(43)));
    URI address = URI.create(GatewayTest.address(server) + "/v1/" + held.name() + ":watch");
    return http
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofInputStream())
        .body();
  }
}
