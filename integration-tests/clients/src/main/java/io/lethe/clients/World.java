package io.lethe.clients;

import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What all scenarios play in: one real server over TLS with tokens, client certificates and small caps,
 * two trained models, and in front of it those who make trouble.
 */
final class World implements AutoCloseable {

  /** A request to forget more interactions than this is held. */
  static final int HELD_ABOVE = 40;
  /** Requests to forget that one principal may make in an hour. */
  static final int ERASURES_PER_HOUR = 8;

  private static final Pattern ADMINISTRATION = Pattern
      .compile("Administration is on 127\\.0\\.0\\.1:(\\d+)\\.");
  private static final Pattern GATEWAY = Pattern
      .compile("The JSON gateway is on https://127\\.0\\.0\\.1:(\\d+);.*");

  private final Path folder;
  private final Ratings movies = Ratings.movies();
  private final Tokens tokens = new Tokens();
  private final Certificates certificates;
  private final Server server;
  private final Troublemakers troublemakers;

  private World(Path folder, Distribution distribution) throws Exception {
    this.folder = folder;
    this.certificates = Certificates.make(Files.createDirectory(folder.resolve("certificates")));
    Path data = folder.resolve("data");
    Map<String, String> environment = environment(data);
    imported(distribution, environment, "movies", movies);
    imported(distribution, environment, "shelf", Ratings.shelf());
    imported(distribution, environment, "vault", Ratings.shelf());
    this.server = Server.start(distribution.command(environment, List.of("serve", "--port", "0")));
    this.troublemakers = Troublemakers.before(server.address(), certificates.authority());
  }

  /** Makes everything, in about ten seconds. */
  static World make(Path folder, Distribution distribution) throws Exception {
    World world = new World(folder, distribution);
    try {
      world.train();
    } catch (RuntimeException failed) {
      // A process that nobody could end any more.
      world.close();
      throw failed;
    }
    return world;
  }

  private Map<String, String> environment(Path data) throws IOException {
    Path keys = Files.writeString(folder.resolve("keys.jwks"), tokens.openKeys());
    Path roles = Files.writeString(folder.resolve("roles"), certificates.roles());
    Map<String, String> settings = new HashMap<>();
    settings.put("LETHE_DATA_FOLDER", data.toString());
    settings.put("LETHE_AUTH_KEYS_FILE", keys.toString());
    settings.put("LETHE_AUTH_AUDIENCE", Tokens.AUDIENCE);
    settings.put("LETHE_AUTH_ROLES_FILE", roles.toString());
    settings.put("LETHE_TLS_CERTIFICATE_FILE", certificates.server().certificate().toString());
    settings.put("LETHE_TLS_KEY_FILE", certificates.server().key().toString());
    settings.put("LETHE_TLS_CLIENT_CA_FILE", certificates.authority().toString());
    settings.put("LETHE_TLS_CLIENT_CERTIFICATES", "OPTIONAL");
    settings.put("LETHE_ADMIN_PORT", "0");
    settings.put("LETHE_GATEWAY_PORT", "0");
    settings.put("LETHE_APPROVAL_INTERACTIONS_ABOVE", String.valueOf(HELD_ABOVE));
    settings.put("LETHE_APPROVAL_SHARE_ABOVE", "1");
    settings.put("LETHE_LIMITS_ERASURES_PER_HOUR", String.valueOf(ERASURES_PER_HOUR));
    settings.put("LETHE_LIMITS_SHARE_PER_DAY", "0.2");
    settings.put("LETHE_RETRAINING_AUTOMATIC", "false");
    settings.put("LETHE_ERASURE_EFFORT", "FAST");
    return settings;
  }

  private void imported(
      Distribution distribution, Map<String, String> environment, String model, Ratings ratings)
      throws IOException, InterruptedException {
    Path file = folder.resolve(model + ".csv");
    ratings.write(file);
    Distribution.Ended ended = distribution
        .run(environment, List.of("import", file.toString(), "--model", model));
    if (ended.exitCode() != 0) {
      throw new IllegalStateException("the import failed: " + ended.text());
    }
  }

  private void train() {
    try (var trainer = Trainer.at(server.address(), certificates.authority(), tokens)) {
      trainer.train("movies");
      trainer.train("shelf");
      trainer.trainByDefault("vault");
    }
  }

  Ratings movies() {
    return movies;
  }

  Tokens tokens() {
    return tokens;
  }

  Certificates certificates() {
    return certificates;
  }

  Troublemakers troublemakers() {
    return troublemakers;
  }

  /** The key that receipts are signed by, base64 of 32 bytes. */
  String receiptKey() {
    return Base64.getEncoder().encodeToString(server.receiptKey());
  }

  /** Where a client of this language finds the server. */
  String target(Language language) {
    return language == Language.GATEWAY ? "https://127.0.0.1:" + port(GATEWAY) : server.address();
  }

  /** Where a client of this language finds somebody who makes trouble. */
  String trouble(Language language, String name) {
    return language == Language.GATEWAY
        ? troublemakers.gateway(name)
        : troublemakers.proxy(name).address();
  }

  /** Where administration is: the gateway has none of its own. */
  String administration(Language language) {
    return language == Language.GATEWAY ? target(language) : "127.0.0.1:" + port(ADMINISTRATION);
  }

  private String port(Pattern line) {
    return server.output()
        .stream()
        .map(line::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException(
                "the server did not say '" + line + "'; it said " + server.output()));
  }

  @Override
  public void close() {
    troublemakers.close();
    server.close();
  }
}
