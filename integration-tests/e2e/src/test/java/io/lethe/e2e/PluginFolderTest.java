package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.Model;
import io.lethe.e2e.plugins.ThrowingPlugin;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A plugin folder that is wrong somewhere: told by name, and the rest serves on. */
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
        () -> assertTrue(ended.text().contains("7 plugins in " + plugins), ended.text()),
        () -> assertListed(ended, "mf", "mf"), () -> assertListed(ended, "lightgcn", "lightgcn"),
        () -> assertListed(ended, "ials", "ials"), () -> assertListed(ended, "neumf", "nd4j"),
        () -> assertListed(ended, "ease", "nd4j"),
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
  void plugins_twoOfOneName_areBothReportedAndNeitherIsUsed() throws Exception {
    Folders.copy(plugins.resolve("mf"), plugins.resolve("mf-copy"));
    Distribution.Ended ended = installation.run("plugins");
    List<String> lines = ended.text().lines().toList();
    assertAll(
        () -> assertEquals(1, ended.exitCode(), ended.text()),
        () -> assertTrue(ended.text().contains("6 plugins in "), ended.text()),
        () -> assertLine(lines, "plugin folder mf:", "mf, mf-copy"),
        () -> assertLine(lines, "plugin folder mf-copy:", "mf, mf-copy"));
  }

  @Test
  void serve_theModelsPluginIsClaimedByTwo_startsAndDoesNotServeTheModel() throws Exception {
    Folders.copy(plugins.resolve("mf"), plugins.resolve("mf-copy"));
    try (Server server = installation.serve()) {
      assertEquals(Model.State.NOT_SERVING, server.client().model(Installation.MODEL).state());
    }
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
