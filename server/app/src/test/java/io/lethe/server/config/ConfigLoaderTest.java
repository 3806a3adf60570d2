package io.lethe.server.config;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {

  @TempDir private Path folder;

  private static Configuration load(
      Map<String, String> flags, Map<String, String> environment, @Nullable Path file) {
    return ConfigLoader.load(flags, environment, file, Map.of());
  }

  private static String refusal(Executable load) {
    return Objects.requireNonNull(assertThrows(ConfigException.class, load).getMessage());
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String sourceOf(Configuration configuration, String key) {
    return configuration.lines()
        .stream()
        .filter(line -> line.key().equals(key))
        .findFirst()
        .orElseThrow()
        .source();
  }

  @Test
  void load_nothingGiven_everySettingHasItsDefault() {
    Configuration configuration = load(Map.of(), Map.of(), null);
    ServerConfig config = ServerConfig.of(configuration);
    assertEquals(new ServerConfig.Listen("127.0.0.1", 7707), config.listen());
    assertEquals(Path.of("lethe-data"), config.dataFolder());
    assertEquals(Settings.ALL.size(), configuration.lines().size());
    configuration.lines().forEach(line -> assertEquals("default", line.source(), line.key()));
  }

  @Test
  void told_whereFilesAre_isLeftOut() throws IOException {
    Path file = file("lethe.yaml", "data:\n  folder: /srv/lethe\nlisten:\n  port: 7\n");
    Configuration configuration = load(Map.of(), Map.of(), file);
    for (Configuration.Told line : configuration.told()) {
      assertTrue(!(line.value() + line.source()).contains("/"), line::toString);
      assertEquals(line.hidden() ? "" : line.value(), line.value(), line.key());
    }
    Configuration.Told port = configuration.told()
        .stream()
        .filter(line -> line.key().equals("listen.port"))
        .findFirst()
        .orElseThrow();
    assertEquals("file lethe.yaml", port.source());
    assertEquals("7", port.value());
  }

  @Test
  void told_onlyWhatWasGivenAValue_isHidden() throws IOException {
    Path file = file("lethe.yaml", "tls:\n  key-file: \"\"\nauth:\n  keys-file: keys.jwks\n");
    Map<String, Configuration.Told> told = load(Map.of(), Map.of(), file).told()
        .stream()
        .collect(Collectors.toMap(Configuration.Told::key, line -> line));
    assertEquals("hidden", valueOf(told.get("auth.keys-file")));
    assertEquals("lethe-data", valueOf(told.get("data.folder")));
    assertEquals("", valueOf(told.get("tls.key-file")));
    assertEquals("", valueOf(told.get("ledger.url")));
    long hidden = told.values().stream().filter(Configuration.Told::hidden).count();
    assertEquals(1, hidden);
  }

  /** As the distribution's own folder of plugins is. */
  @Test
  void told_defaultThatIsAPlaceOfThisMachine_isHidden() {
    String place = folder.resolve("plugins").toAbsolutePath().toString();
    Map<String, Configuration.Told> told = ConfigLoader
        .load(Map.of(), Map.of(), null, Map.of("plugins.folder", place))
        .told()
        .stream()
        .collect(Collectors.toMap(Configuration.Told::key, line -> line));
    assertEquals("hidden", valueOf(told.get("plugins.folder")));
    assertEquals("lethe-data", valueOf(told.get("data.folder")));
  }

  private static String valueOf(Configuration.@Nullable Told line) {
    return requireNonNull(line).hidden() ? "hidden" : line.value();
  }

  @Test
  void load_families_inTheOrderGivenOrTheUsualOne() throws IOException {
    Configuration listed = load(
        Map.of(), Map.of(), file("lethe.yaml", "training:\n  families: mf, ease\n"));
    assertEquals(List.of("mf", "ease"), ServerConfig.of(listed).families());
    assertEquals(
        List.of("ease", "ials", "mf"), ServerConfig.of(load(Map.of(), Map.of(), null)).families());
    String refused = refusal(() -> load(Map.of("training.families", "ease,ALS"), Map.of(), null));
    assertTrue(refused.contains("training.families = ease,ALS"), refused);
  }

  @Test
  void load_schedule_isReadInItsZone_andRefusedWithItsPlace() throws IOException {
    Path file = file("lethe.yaml", """
        retraining:
          schedule: 0 3 * * *
          schedule-zone: Europe/Berlin
        """);
    Instant noon = Instant.parse("2026-11-23T12:00:00Z");
    assertEquals(
        Optional.of(Instant.parse("2026-11-24T02:00:00Z")),
        ServerConfig.of(load(Map.of(), Map.of(), file)).retraining().times().next(noon));
    assertEquals(
        Optional.empty(),
        ServerConfig.of(load(Map.of(), Map.of(), null)).retraining().times().next(noon));
    String refused = refusal(
        () -> load(Map.of(), Map.of("LETHE_RETRAINING_SCHEDULE", "0 25 * * *"), null));
    assertTrue(refused.contains("retraining.schedule = 0 25 * * *"), refused);
    assertTrue(refused.contains("environment LETHE_RETRAINING_SCHEDULE"), refused);
    assertTrue(
        refusal(() -> load(Map.of("retraining.schedule-zone", "Mars"), Map.of(), null))
            .contains("such as UTC or Europe/Berlin"));
  }

  @Test
  void load_givenEverywhere_theStrongestSourceWinsAndIsNamed() throws IOException {
    Path file = file("lethe.yaml", """
        listen:
          host: 10.0.0.1
          port: 1
        data:
          folder: from-file
        """);
    Map<String, String> environment = Map
        .of("LETHE_LISTEN_PORT", "2", "LETHE_LISTEN_HOST", "10.0.0.2", "PATH", "elsewhere");
    Configuration configuration = load(Map.of("listen.port", "3"), environment, file);
    ServerConfig config = ServerConfig.of(configuration);
    assertEquals(new ServerConfig.Listen("10.0.0.2", 3), config.listen());
    assertEquals(Path.of("from-file"), config.dataFolder());
    assertEquals("command line", sourceOf(configuration, "listen.port"));
    assertEquals("environment LETHE_LISTEN_HOST", sourceOf(configuration, "listen.host"));
    assertEquals("file " + file, sourceOf(configuration, "data.folder"));
    assertEquals("default", sourceOf(configuration, "plugins.folder"));
  }

  @Test
  void load_variableWithDashesInItsKey_isUnderstood() {
    Configuration configuration = load(
        Map.of(), Map.of("LETHE_SERVING_MESSAGE_BYTES_MAX", "2048"), null);
    assertEquals(2048, ServerConfig.of(configuration).serving().messageBytesMax());
  }

  @Test
  void load_propertiesFile_isUnderstood() throws IOException {
    Path file = file("lethe.properties", "serving.drain-seconds = 7\nserving.reflection=false\n");
    ServerConfig.Serving serving = ServerConfig.of(load(Map.of(), Map.of(), file)).serving();
    assertEquals(7, serving.drain().toSeconds());
    assertEquals(false, serving.reflection());
  }

  @ParameterizedTest
  @CsvSource({"listen.port, 70000, a whole number from 0 to 65535",
      "listen.port, seven, a whole number from 0 to 65535",
      "listen.port, '', a whole number from 0 to 65535", "serving.reflection, yes, true or false",
      "data.folder, ' ', a text that is not blank"})
  void load_valueOutOfBounds_errorNamesKeyValueBoundAndSource(
      String key, String value, String bound) {
    String message = refusal(() -> load(Map.of(key, value), Map.of(), null));
    assertEquals("%s = %s (from command line) must be %s".formatted(key, value, bound), message);
  }

  @Test
  void load_unknownKeyInFile_errorNamesKeyAndFile() throws IOException {
    Path file = file("lethe.yaml", "listen:\n  prot: 1\n");
    String message = refusal(() -> load(Map.of(), Map.of(), file));
    assertTrue(
        message.startsWith("listen.prot (from file " + file + ") is not a setting"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"listen: [", "just words", "- a\n- b\n"})
  void load_malformedYaml_errorNamesFile(String text) throws IOException {
    Path file = file("lethe.yaml", text);
    String message = refusal(() -> load(Map.of(), Map.of(), file));
    assertTrue(message.contains("lethe.yaml"), message);
  }

  @Test
  void load_unknownKey_errorNamesTheNearestOne() {
    assertEquals(
        "listen.prot (from command line) is not a setting; did you mean listen.port?",
        refusal(() -> load(Map.of("listen.prot", "1"), Map.of(), null)));
    assertEquals(
        "colour (from command line) is not a setting; 'lethe config' lists them",
        refusal(() -> load(Map.of("colour", "1"), Map.of(), null)));
  }

  @Test
  void load_variablesThatSetNothing_areWarnedOf() {
    Configuration configuration = load(
        Map.of(),
        Map.of(
            "LETHE_LISTEN_PROT", "1", "LETHE_LISTEN_PORT", "2", "LETHE_COLOUR", "red",
            "LETHE_TOKEN", "t", "LETHE_SERVER", "127.0.0.1:7707", "LETHE_SERVICE_HOST", "10.0.0.1",
            "LETHE_PORT", "tcp://10.0.0.1:7707", "LETHE_PORT_7707_TCP_ADDR", "10.0.0.1", "OTHER",
            "1"),
        null);
    assertEquals(
        List.of(
            "the environment variable LETHE_COLOUR is no setting and does nothing",
            "the environment variable LETHE_LISTEN_PROT is no setting and does nothing; did you mean"
                + " LETHE_LISTEN_PORT?"),
        configuration.warnings());
    assertEquals(2, ServerConfig.of(configuration).listen().port());
  }

  @Test
  void load_log_inSmallLettersOrCapitals() {
    assertEquals(
        new LogConfig(LogConfig.Level.INFO, LogConfig.Format.TEXT),
        ServerConfig.of(load(Map.of(), Map.of(), null)).logs());
    assertEquals(
        new LogConfig(LogConfig.Level.DEBUG, LogConfig.Format.JSON),
        ServerConfig
            .of(load(Map.of("log.format", "json"), Map.of("LETHE_LOG_LEVEL", "DEBUG"), null))
            .logs());
    assertTrue(
        refusal(() -> load(Map.of("log.format", "xml"), Map.of(), null))
            .contains("must be one of text, json"));
  }

  @Test
  void load_missingFile_errorNamesFile() {
    Path file = folder.resolve("absent.yaml");
    String message = refusal(() -> load(Map.of(), Map.of(), file));
    assertTrue(message.contains("absent.yaml"), message);
  }

  @Test
  void lines_secretSetting_isMasked() {
    Setting<String> secret = new Setting<>("key.secret", "", "a key", Values.text(), true);
    Configuration configuration = new Configuration(
        Map.of(secret, new Configuration.Given("hunter2", "default")), List.of());
    assertEquals("********", configuration.lines().getFirst().value());
    assertEquals("hunter2", configuration.get(secret));
  }

  @Test
  void get_badSecret_errorDoesNotTellIt() {
    Setting<Integer> secret = new Setting<>(
        "key.secret", "", "a key", Values.wholeNumber(0, 1), true);
    String message = refusal(
        () -> new Configuration(
            Map.of(secret, new Configuration.Given("hunter2", "default")), List.of()));
    assertTrue(!message.contains("hunter2"), message);
  }
}
