package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.Erasure;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasureRequest;
import io.lethe.client.Recommendations;
import io.lethe.client.ScoredItem;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole trip with nothing but HTTP. Of watches, one at a time is allowed. */
@ExtendWith(Installations.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GatewayTest {

  private static final Pattern ADDRESS = Pattern
      .compile("The JSON gateway is on (http://127\\.0\\.0\\.1:\\d+);.*");
  private static final Duration ANSWER_MAX = Duration.ofMinutes(2);
  private static final String MODEL = "/v1/models/" + Installation.MODEL;

  private final Installation installation;
  private final Server server;
  private final String address;
  private final HttpClient http = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .build();

  GatewayTest(Installation installation) throws IOException {
    this.installation = installation;
    server = installation.serve(
        Map.of(
            "LETHE_GATEWAY_PORT", "0", "LETHE_APPROVAL_INTERACTIONS_ABOVE", "20",
            "LETHE_CONTROL_PENDING_CALLS_MAX", "1", "LETHE_RETRAINING_AUTOMATIC", "false"));
    address = address(server);
  }

  /** The URL that a server's gateway is at. */
  static String address(Server server) {
    return server.output()
        .stream()
        .flatMap(line -> ADDRESS.matcher(line).results())
        .map(match -> match.group(1))
        .findFirst()
        .orElseThrow();
  }

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(ANSWER_MAX);
  }

  /** Asks again while the place of the call before is held: it is given back after its answer. */
  private <T> HttpResponse<T> taken(HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws Exception {
    return Until.answer(() -> http.send(request, body), answer -> answer.statusCode() != 429);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return taken(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return taken(
        request(path).header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The value of the first field of that name. */
  private static String field(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    if (!found.find()) {
      throw new AssertionError("no " + name + " in " + json);
    }
    return found.group(1);
  }

  private static String forget(String target) {
    return "{\"model\":\"models/%s\",\"requestId\":\"%s\",%s}"
        .formatted(Installation.MODEL, UUID.randomUUID(), target);
  }

  @Test
  void recommend_isWhatGrpcAnswers() throws Exception {
    String user = SyntheticRatings.user(40);
    Recommendations expected = server.client().recommend(Installation.MODEL, user, 3);
    String answer = post(MODEL + ":recommend", "{\"user\":\"%s\",\"n\":3}".formatted(user)).body();
    List<String> items = Pattern.compile("\"item\":\"([^\"]+)\"")
        .matcher(answer)
        .results()
        .map(match -> match.group(1))
        .toList();
    assertEquals(expected.items().stream().map(ScoredItem::item).toList(), items);
  }

  @Test
  void unlearn_watchedToItsEnd_givesAReceiptThatHolds(@TempDir Path folder) throws Exception {
    String user = SyntheticRatings.user(41);
    SyntheticRatings ratings = new SyntheticRatings();
    String pair = "\"interactions\":{\"interactions\":[{\"user\":\"%s\",\"item\":\"%s\"}]}"
        .formatted(user, ratings.itemsOf(user).getFirst());
    HttpResponse<String> accepted = post("/v1/erasures", forget(pair));
    assertEquals(200, accepted.statusCode(), accepted.body());
    String erasure = "/v1/" + field(accepted.body(), "erasure");
    HttpResponse<String> watched = get(erasure + ":watch");
    List<String> ids = watched.body()
        .lines()
        .filter(line -> line.startsWith("id: "))
        .map(line -> line.substring(4))
        .toList();
    assertAll(
        () -> assertEquals(
            "text/event-stream", watched.headers().firstValue("content-type").orElse("")),
        () -> assertEquals("STATE_COMPLETED", ids.getLast()),
        () -> assertEquals(ids.size(), ids.stream().distinct().count(), ids.toString()),
        () -> assertEquals(
            ids.size(), watched.body().lines().filter(line -> line.startsWith("data: {")).count()),
        () -> assertFalse(watched.body().contains("person-"), watched.body()));
    HttpRequest again = request(erasure + ":watch").header("last-event-id", "STATE_COMPLETED")
        .build();
    assertEquals(204, http.send(again, HttpResponse.BodyHandlers.ofString()).statusCode());

    Path receipt = Files.writeString(folder.resolve("receipt"), get(erasure + "/receipt").body());
    String key = HexFormat.of().formatHex(server.receiptKey());
    Distribution.Ended verified = installation
        .run("receipt", "verify", receipt.toString(), "--key", key);
    assertEquals(0, verified.exitCode(), verified.text());
    assertTrue(verified.text().contains("Genuine"), verified.text());
    Files.writeString(
        receipt, Files.readString(receipt).replace("\"statement\":\"CA", "\"statement\":\"CB"));
    assertFalse(
        installation.run("receipt", "verify", receipt.toString(), "--key", key).exitCode() == 0);
  }

  @Test
  void watch_leftByItsCaller_freesItsPlace() throws Exception {
    ErasureHandle held = server.client()
        .unlearn(ErasureRequest.ofUser(Installation.MODEL, SyntheticRatings.user(42)));
    assertEquals(Erasure.State.HELD, held.now().state());
    String path = "/v1/" + held.name() + ":watch";
    HttpResponse<InputStream> watch = taken(
        request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
    byte[] first = watch.body().readNBytes("id: STATE_HELD\n".length());
    assertEquals("id: STATE_HELD\n", new String(first, StandardCharsets.UTF_8));
    HttpRequest beside = request("/v1/models").build();
    assertEquals(429, http.send(beside, HttpResponse.BodyHandlers.discarding()).statusCode());
    watch.body().close();
    assertEquals(200, get("/v1/models").statusCode());
    // Cancelling needs no place of that kind; the watch that sees it does.
    assertEquals(200, post("/v1/" + held.name() + ":cancel", "{}").statusCode());
    try (Stream<String> lines = get(path).body().lines()) {
      assertTrue(lines.anyMatch("id: STATE_CANCELLED"::equals));
    }
  }
}
