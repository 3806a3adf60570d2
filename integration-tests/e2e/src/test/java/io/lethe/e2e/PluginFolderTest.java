package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.LetheException;
import io.lethe.client.Model;
import io.lethe.client.TrainingRequest;
import io.lethe.e2e.plugins.TalkativePlugin;
import io.lethe.e2e.plugins.ThrowingPlugin;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A plugin folder that is wrong somewhere: told by name, and the rest serves on; models keep their plugin. */
@ExtendWith(Installations.class)
final class PluginFolderTest {

  private final Installation installation;
  private final Path plugins;

  PluginFolderTest(Installation installation) {
    this.installation = installation;
    this.plugins = installation.plugins();
  }

  @Test
  void plugins_goodFolders_listsEachPluginWithVersionAndFolder() throws Exception {
    Distribution.Ended ended = installation.run("plugins");
    assertAll(
        () -> assertEquals(0, ended.exitCode(), ended.text()),
        () -> assertTrue(ended.text().contains("8 plugins in " + plugins), ended.text()),
        () -> assertListed(ended, "mf", "mf"), () -> assertListed(ended, "lightgcn", "lightgcn"),
        () -> assertListed(ended, "ials", "ials"), () -> assertListed(ended, "neumf", "nd4j"),
        () -> assertListed(ended, "ease", "nd4j"), () -> assertListed(ended, "deepfm", "nd4j"),
        () -> assertListed(ended, "embeddings", "embeddings"),
        () -> assertListed(ended, "sasrec", "sasrec"),
        () -> assertTrue(ended.text().contains("learning-rate"), ended.text()));
  }

  private static void assertListed(Distribution.Ended ended, String plugin, String folder) {
    String line = "(?s).*\\b%s \\S+ +\\(folder %s\\).*".formatted(plugin, folder);
    assertTrue(ended.text().matches(line), ended.text());
  }

  @Test
  void plugins_badFoldersBesideAGoodOne_areReportedByNameAndTheGoodOneIsListed() throws Exception {
    addBadFolders();
    Distribution.Ended ended = installation.run("plugins");
    assertAll(
        () -> assertEquals(1, ended.exitCode(), ended.text()),
        () -> assertTrue(ended.text().contains("mf "), ended.text()),
        () -> assertReported(ended.text().lines().toList()));
  }

  @Test
  void serve_badFoldersBesideAGoodOne_areReportedAndTheModelAnswers() throws Exception {
    addBadFolders();
    try (Server server = installation.serve()) {
      assertAll(
          () -> assertReported(server.output()),
          () -> assertEquals(
              10,
              server.client()
                  .recommend(Installation.MODEL, SyntheticRatings.user(1), 10)
                  .items()
                  .size()));
    }
  }

  @Test
  void plugins_twoBuildsOfOneVersion_areBothRefusedWithBothFiles() throws Exception {
    StampedJars.install(plugins, 1);
    StampedJars.zip(plugins.resolve("other.zip"), 2);
    Distribution.Ended ended = installation.run("plugins");
    List<String> lines = ended.text().lines().toList();
    String files = "other.zip/stamped.jar (SHA-256 ";
    assertAll(
        () -> assertEquals(1, ended.exitCode(), ended.text()),
        () -> assertTrue(ended.text().contains("8 plugins in "), ended.text()),
        () -> assertLine(lines, "plugin folder stamped:", files),
        () -> assertLine(lines, "plugin folder other.zip:", "stamped/stamped.jar (SHA-256 "));
  }

  @Test
  void serve_theModelsPluginHasATwin_thatOneGoesOnAndTheTwinIsRefused() throws Exception {
    Folders.copy(plugins.resolve("mf"), plugins.resolve("another-mf"));
    PluginJars.write(plugins.resolve("another-mf/more.jar"), TalkativePlugin.class);
    try (Server server = installation.serve()) {
      assertEquals(Model.State.SERVING, server.client().model(Installation.MODEL).state());
      assertLine(server.output(), "plugin folder another-mf:", "is used, which made models");
    }
  }

  @Test
  void serve_theModelsPluginIsGone_theModelAnswersByTheCopyOfItsPlugin() throws Exception {
    Folders.delete(plugins.resolve("mf"));
    try (Server server = installation.serve()) {
      String user = SyntheticRatings.user(1);
      assertEquals(10, server.client().recommend(Installation.MODEL, user, 10).items().size());
    }
  }

  @Test
  void training_thatThrows_isToldWholeToTheAuthorAlone() throws Exception {
    Path talkative = Files.createDirectory(plugins.resolve("talkative"));
    PluginJars.write(talkative.resolve("talkative.jar"), TalkativePlugin.class);
    try (Server server = installation.serve()) {
      String told = failure(server);
      assertTrue(told.contains("java.lang.IllegalStateException at io.lethe.e2e"), told);
      assertFalse(told.contains("people.example"), told);
    }
    try (Server server = installation.serve(Map.of("LETHE_PLUGINS_DEVELOPMENT", "true"))) {
      assertLine(server.output(), "PLUGIN DEVELOPMENT", "people's ids");
      String told = failure(server);
      assertTrue(told.contains("IllegalStateException: it is the fault of PLANTED"), told);
      assertTrue(told.contains("//io.lethe.e2e.plugins.TalkativePlugin."), told);
    }
  }

  private static String failure(Server server) {
    return String.valueOf(
        assertThrows(
            LetheException.class,
            () -> server.client()
                .train(TrainingRequest.of(Installation.MODEL, "talkative"))
                .await(progress -> {}, Installations.TRAINING_MAX))
            .getMessage());
  }

  private void addBadFolders() throws IOException {
    Files.createDirectory(plugins.resolve("empty"));
    Path missing = Files.createDirectory(plugins.resolve("missing"));
    PluginJars.write(missing.resolve("missing.jar"), "com.example.NoSuchPlugin", List.of());
    Path throwing = Files.createDirectory(plugins.resolve("throwing"));
    PluginJars.write(
        throwing.resolve("throwing.jar"), ThrowingPlugin.class.getName(),
        List.of(ThrowingPlugin.class));
  }

  private static void assertReported(List<String> lines) {
    assertAll(
        () -> assertLine(lines, "plugin folder empty:", "no jar"),
        () -> assertLine(lines, "plugin folder missing:", "com.example.NoSuchPlugin"),
        () -> assertLine(lines, "plugin folder throwing:", "its licence has run out"));
  }

  private static void assertLine(List<String> lines, String folder, String reason) {
    assertTrue(
        lines.stream().anyMatch(line -> line.contains(folder) && line.contains(reason)),
        () -> "no line with '" + folder + "' and '" + reason + "' in " + lines);
  }
}
