package io.lethe.server.console;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.LetheServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages that the build made, behind the gateway of a real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTest {

  private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

  private LetheServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    server = LetheServer.start(config(folder, Map.of()));
  }

  @AfterAll
  void stop() {
    server.close();
    client.close();
  }

  private static ServerConfig config(Path folder, Map<String, String> more) {
    Map<String, String> flags = new HashMap<>(
        Map.of(
            "listen.port", "0", "gateway.port", "0", "data.folder",
            folder.resolve("data").toString(), "plugins.folder",
            folder.resolve("plugins").toString()));
    flags.putAll(more);
    return ServerConfig.of(ConfigLoader.load(flags, Map.of(), null, Map.of()));
  }

  private static int port(LetheServer server) {
    return server.gatewayPort().orElseThrow();
  }

  private HttpResponse<byte[]> send(int port, String method, String path, String... headers) {
    HttpRequest.Builder request = HttpRequest
        .newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
        .timeout(Duration.ofMinutes(1))
        .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException failed) {
      throw new AssertionError(method + " " + path, failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  private HttpResponse<byte[]> get(String path, String... headers) {
    return send(port(server), "GET", path, headers);
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static String header(HttpResponse<?> response, String name) {
    return String.join("|", response.headers().allValues(name));
  }

  private List<String> assets() {
    return REFERENCE.matcher(text(get("/"))).results().map(found -> found.group(1)).toList();
  }

  @Test
  void root_isThePage_whichIsKeptNowhere() {
    HttpResponse<byte[]> page = get("/");
    assertAll(
        () -> assertEquals(200, page.statusCode()),
        () -> assertEquals("text/html; charset=utf-8", header(page, "content-type")),
        () -> assertEquals("no-store", header(page, "cache-control")),
        () -> assertTrue(text(page).startsWith("<!doctype html>"), text(page)));
  }

  @Test
  void page_holdsNoScriptAndStyleOfItsOwn_andLoadsFromTheGatewayAlone() {
    String page = text(get("/"));
    Matcher inline = Pattern.compile("<script(?![^>]*src=)|<style|\\son[a-z]+=|\\sstyle=")
        .matcher(page);
    List<String> assets = assets();
    assertAll(
        () -> assertFalse(inline.find(), page), () -> assertTrue(assets.size() >= 3, page),
        () -> assertTrue(
            assets.stream().allMatch(path -> path.startsWith("/console/assets/")),
            assets.toString()));
  }

  @Test
  void asset_isNamedByWhatItHolds_soThatItIsKeptForEver() {
    for (String path : assets()) {
      HttpResponse<byte[]> asset = get(path);
      assertAll(
          path, () -> assertEquals(200, asset.statusCode()),
          () -> assertTrue(path.matches(".*-[A-Za-z0-9_-]{8}\\.(js|css|svg)"), path),
          () -> assertEquals("public, max-age=31536000, immutable", header(asset, "cache-control")),
          () -> assertTrue(
              header(asset, "content-type")
                  .matches("text/javascript.*|text/css.*|image/svg\\+xml.*"),
              header(asset, "content-type")));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"content-security-policy | default-src 'none'; script-src 'self'; style-src 'self';"
          + " connect-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none';"
          + " form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
          "x-content-type-options       | nosniff", "referrer-policy              | no-referrer",
          "cross-origin-opener-policy   | same-origin",
          "cross-origin-resource-policy | same-origin"},
      quoteCharacter = '"')
  void everyFile_tellsTheBrowserToLetNothingElseIn(String name, String value) {
    assertEquals(value, header(get("/"), name));
    assets().forEach(path -> assertEquals(value, header(get(path), name), path));
  }

  @Test
  void file_forWhoTakesIt_isCompressed_andSmall() throws IOException {
    int bytes = 0;
    for (String path : assets()) {
      HttpResponse<byte[]> gzipped = get(path, "accept-encoding", "br, gzip");
      HttpResponse<byte[]> plain = get(path, "accept-encoding", "identity");
      bytes += gzipped.body().length;
      assertEquals("gzip", header(gzipped, "content-encoding"));
      assertEquals("accept-encoding", header(plain, "vary"));
      assertEquals("", header(plain, "content-encoding"));
      try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(gzipped.body()))) {
        assertArrayEquals(plain.body(), unzipped.readAllBytes(), path);
      }
    }
    assertTrue(bytes < 150_000, "a cold load has %,d bytes".formatted(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/console/", "/console/index.html", "/console/files.txt", "/console/assets/",
          "/console/assets/none.js", "/console/ConsoleFiles.class", "/index.html"})
  void path_thatIsNoFile_leadsNowhere(String path) {
    HttpResponse<byte[]> absent = get(path);
    assertEquals(404, absent.statusCode(), text(absent));
    assertTrue(text(absent).contains("PATH_NOT_FOUND"), text(absent));
  }

  /** Clients tidy such paths up before they send them; who attacks does not. */
  @ParameterizedTest
  @ValueSource(
      strings = {"/console/../../../../etc/passwd", "/console/assets/../ConsoleFiles.class",
          "/console/./../META-INF/services/io.lethe.server.extension.ServerExtension",
          "//etc/passwd", "/console/..;/ConsoleFiles.class", "/console\\..\\ConsoleFiles.class",
          "/console/%2e%2e/ConsoleFiles.class", "/console/assets/..%2f..%2fConsoleFiles.class"})
  void path_thatClimbs_leadsNowhere(String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(server))) {
      socket.getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".formatted(path)
                  .getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.matches("(?s)HTTP/1\\.1 40[04] .*"), answer);
    }
  }

  @Test
  void head_isThePageWithoutIt_andAnythingElseIsNoMethodOfAFile() {
    HttpResponse<byte[]> head = send(port(server), "HEAD", "/");
    assertEquals("200 0", head.statusCode() + " " + head.body().length);
    HttpResponse<byte[]> post = send(port(server), "POST", "/");
    assertEquals("405 GET, HEAD", post.statusCode() + " " + header(post, "allow"));
  }

  @Test
  void page_askedForByAnotherPage_isRefusedLikeACall() {
    assertEquals(403, get("/", "origin", "https://evil.example").statusCode());
    assertEquals(
        403, get("/", "origin", "http://127.0.0.1:%d".formatted(port(server) + 1)).statusCode());
  }

  @Test
  void call_ofTheGatewaysOwnPage_isAnswered() {
    String own = "http://127.0.0.1:%d".formatted(port(server));
    HttpResponse<byte[]> answer = get("/v1/models", "origin", own);
    assertEquals(
        "200 nosniff", answer.statusCode() + " " + header(answer, "x-content-type-options"));
  }

  @Test
  void console_turnedOff_isNotThere_andTheApiIs(@TempDir Path folder) throws IOException {
    try (LetheServer without = LetheServer
        .start(config(folder, Map.of("console.enabled", "false")))) {
      assertEquals(404, send(port(without), "GET", "/").statusCode());
      assets()
          .forEach(path -> assertEquals(404, send(port(without), "GET", path).statusCode(), path));
      assertEquals(200, send(port(without), "GET", "/v1/models").statusCode());
    }
  }

  @Test
  void console_withoutAGateway_hasNowhereToBe(@TempDir Path folder) {
    ServerConfig config = config(folder, Map.of("gateway.port", "-1"));
    assertTrue(new ConsoleExtension().prepare(config, java.time.InstantSource.system()).isEmpty());
  }
}
