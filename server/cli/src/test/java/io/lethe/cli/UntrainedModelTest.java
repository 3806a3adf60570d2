package io.lethe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.client.AppendRequest;
import io.lethe.client.InteractionRow;
import io.lethe.client.LetheClient;
import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.LetheServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All that tells of a model that has interactions and was never trained says the same. */
class UntrainedModelTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private LetheServer server;

  @BeforeEach
  void start() throws IOException {
    Map<String, String> flags = Map.of(
        "listen.port", "0", "metrics.port", "0", "data.folder", folder.resolve("data").toString(),
        "plugins.folder", folder.resolve("plugins").toString());
    server = LetheServer.start(ServerConfig.of(ConfigLoader.load(flags, Map.of(), null, Map.of())));
    try (LetheClient client = LetheClient.builder(address()).build()) {
      var _ = client.appendInteractions(
          AppendRequest.of(
              "shop", List.of(InteractionRow.of("ann", "tea"), InteractionRow.of("bob", "cup"))));
    }
  }

  @AfterEach
  void end() {
    server.close();
  }

  private String address() {
    return "127.0.0.1:" + server.port();
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    Screen screen = new Screen(
        new PrintWriter(out), new PrintWriter(new StringWriter()), false, false);
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--server";
    all[arguments.length + 1] = address();
    return Commands.run(new Surroundings(screen, Map.of(), folder.resolve("home"), folder), all);
  }

  private void assertShows(String pattern) {
    assertTrue(Pattern.compile(pattern).matcher(out.toString()).find(), out.toString());
  }

  @Test
  void statusAndHealth_callItUntrainedAndWell() {
    assertEquals(ExitCode.DONE, run("status"));
    assertShows("shop +untrained .* 2 +0");
    assertShows("interactions waiting");
    assertEquals(ExitCode.DONE, run("health"));
    assertShows("models/shop +untrained");
    assertEquals(ExitCode.FAILED, run("health", "models/shop"));
    assertEquals(ExitCode.DONE, run("models"));
    assertShows("interactions waiting");
    assertShows("shop +untrained .* 2\\s");
  }

  @Test
  void json_whatIsAbsent_isNull() {
    assertEquals(ExitCode.DONE, run("health", "--json"));
    assertShows("\"name\" : null,\\s+\"state\" : \"SERVING\"");
    assertEquals(ExitCode.DONE, run("models", "--json"));
    assertShows("\"plugin\" : null");
    assertFalse(out.toString().contains("\"\""), out.toString());
  }

  @Test
  @Timeout(60)
  void metrics_callsThatNameIt_areCountedByItsName() throws Exception {
    assertNotEquals(ExitCode.DONE, run("train", "--model", "shop"));
    assertNotEquals(ExitCode.DONE, run("train", "--model", "made-up"));
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI page = URI.create("http://127.0.0.1:" + server.metricsPort().orElseThrow() + "/metrics");
      // A call is over a moment after its caller has the answer.
      String text;
      do {
        text = http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
            .body();
      } while (!text.contains("method=\"TrainModel\",model=\"\""));
      assertTrue(text.contains("method=\"TrainModel\",model=\"shop\""), text);
      assertFalse(text.contains("made-up"), text);
    }
  }
}
