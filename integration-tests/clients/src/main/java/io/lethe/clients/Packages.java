package io.lethe.clients;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a quickstart finds the packages that are not published yet, without a word of its commands being
 * changed: a folder for pip, a proxy for Go, a local repository for Maven, a registry for one scope of npm.
 */
final class Packages implements AutoCloseable {

  private static final String VERSION = "0.1.0";

  private final Path installed;
  private final HttpServer npm;

  private Packages(Path installed, HttpServer npm) {
    this.installed = installed;
    this.npm = npm;
  }

  /**
   * Offers what was packed.
   *
   * @param installed the folder of installed clients
   */
  static Packages of(Path installed) throws IOException {
    HttpServer npm = HttpServer
        .create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Packages packages = new Packages(installed, npm);
    npm.createContext("/", packages::answer);
    npm.start();
    return packages;
  }

  /**
   * For every language's own tools. Go remembers by path which files a module in a cache has and what they
   * import: without {@code goindex=0} it would take an earlier build's list for the same version.
   */
  Map<String, String> environment() {
    Path go = installed.resolve("go");
    return Map.of(
        "PIP_FIND_LINKS", installed.resolve("python/dist").toString(),
        "PIP_DISABLE_PIP_VERSION_CHECK", "1", "npm_config_@lethe:registry", npmAddress(),
        "npm_config_audit", "false", "npm_config_fund", "false", "GOMODCACHE",
        go.resolve("modules").toString(), "GONOSUMDB", "lethe.io", "GOFLAGS", "-modcacherw",
        "GODEBUG", "goindex=0", "GOPROXY", "file://" + go.resolve("proxy") + "," + goProxy());
  }

  /** Where this machine finds everything else. */
  private static String goProxy() {
    try {
      Process go = new ProcessBuilder("go", "env", "GOPROXY").start();
      return new String(go.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException absent) {
      // Then nobody follows Go's quickstart either.
      return "off";
    }
  }

  private String npmAddress() {
    return "http://127.0.0.1:" + npm.getAddress().getPort() + "/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange; Stream<Path> files = Files.list(installed.resolve("node"))) {
      Path tarball = files.filter(file -> file.toString().endsWith(".tgz"))
          .findFirst()
          .orElseThrow();
      byte[] bytes = exchange.getRequestURI().getPath().endsWith(".tgz")
          ? Files.readAllBytes(tarball)
          : description().toString().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** What npm asks a registry for. */
  private JsonObject description() throws IOException {
    JsonObject dist = new JsonObject();
    dist.addProperty("tarball", npmAddress() + "client.tgz");
    JsonObject version = JsonParser
        .parseString(
            Files.readString(installed.resolve("node/node_modules/@lethe/client/package.json")))
        .getAsJsonObject();
    version.add("dist", dist);
    JsonObject versions = new JsonObject();
    versions.add(VERSION, version);
    JsonObject tags = new JsonObject();
    tags.addProperty("latest", VERSION);
    JsonObject description = new JsonObject();
    description.addProperty("name", "@lethe/client");
    description.add("dist-tags", tags);
    description.add("versions", versions);
    return description;
  }

  @Override
  public void close() {
    npm.stop(0);
  }
}
