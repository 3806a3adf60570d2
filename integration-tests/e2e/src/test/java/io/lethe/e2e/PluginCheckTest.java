package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.e2e.plugins.WrongDerivativesPlugin;
import io.lethe.installed.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code lethe plugin check} as an author types it: text, JSON, exit codes. */
@ExtendWith(Installations.class)
final class PluginCheckTest {

  private final Installation installation;

  @TempDir private Path folder;

  PluginCheckTest(Installation installation) {
    this.installation = installation;
  }

  private static void assertSays(Ended ended, int exitCode, String... parts) {
    assertEquals(exitCode, ended.exitCode(), ended.text());
    for (String part : parts) {
      assertTrue(ended.text().contains(part), () -> "'" + part + "' is not in " + ended.text());
    }
  }

  @Test
  void check_aFamilyThatShips_passesAndSaysWhatItForgets() throws Exception {
    Ended ended = installation
        .run("plugin", "check", installation.plugins().resolve("mf").toString());
    assertSays(
        ended, 0, "kept    derivatives (", "kept    forgetting: block all: distance of "
            + "everybody else's scores to a training without a user",
        "Recorded in ", "Passed: ");
    String record = Files.readString(installation.plugins().resolve("mf.check"));
    assertTrue(record.contains("\nplugin mf ") && record.contains("\nverdict passed\n"), record);
  }

  @Test
  void check_wrongCurvature_failsWithPlaceRatioAndCause_asJson() throws Exception {
    Families.install(folder.resolve("wrong"), WrongDerivativesPlugin.class);
    Ended ended = installation.run("plugin", "check", folder.resolve("wrong").toString(), "--json");
    assertSays(
        ended, 1, "\"passed\" : false", "\"promise\" : \"curvature\"", "\"verdict\" : \"broken\"",
        "times what it should be");
    String record = Files.readString(folder.resolve("wrong.check"));
    assertTrue(record.contains("\nverdict failed\n"), record);
  }

  @Test
  void check_pluginEndsTheProcess_failsAndNamesItsLine() throws Exception {
    EvilJars.install(folder, "train exits");
    Ended ended = installation
        .run("plugin", "check", folder.resolve(EvilJars.plugin("train exits")).toString());
    assertSays(
        ended, 1, "its code called System.exit at io.lethe.e2e.plugins.Evil.exits(Evil.java:",
        "BROKEN  training: the process ended with code 3", "Failed: ");
  }

  @Test
  void check_whatIsNoPluginsFolder_isUnreadable() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path damaged = Files.writeString(folder.resolve("damaged.zip"), "no zip at all");
    Path other = Files.writeString(folder.resolve("plugin.tar"), "");
    assertAll(
        () -> assertUnreadable(empty, "holds no jar"),
        () -> assertUnreadable(damaged, "cannot be read as a zip"),
        () -> assertUnreadable(other, "is neither a folder nor a .zip"),
        () -> assertUnreadable(folder.resolve("nowhere.zip"), "there is no "));
  }

  private void assertUnreadable(Path target, String said) throws IOException, InterruptedException {
    assertSays(installation.run("plugin", "check", target.toString()), 7, said);
  }

  @Test
  void plugins_oneThatEndsTheProcessWhenAskedItsName_isNamed() throws Exception {
    EvilJars.install(installation.plugins(), "name exits");
    assertSays(
        installation.run("plugins"), 3,
        "plugin folder evil-name-exits ended this process: its code called System.exit at "
            + "io.lethe.e2e.plugins.Evil.exits(Evil.java:");
  }
}
