package io.lethe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    Screen screen = new Screen(new PrintWriter(out), new PrintWriter(err), false, false);
    return Commands
        .run(new Surroundings(screen, Map.of(), folder.resolve("home"), folder), arguments);
  }

  private Path imported() throws IOException {
    Path rows = Files.writeString(
        folder.resolve("rows.csv"), "user,item,rating\nann,tea,5\nbob,tea,3\nann,milk,1\n");
    Path data = folder.resolve("data");
    assertEquals(
        ExitCode.DONE,
        run("import", rows.toString(), "--model", "shop", "--data-folder", data.toString()),
        err.toString());
    return data;
  }

  private List<String> lines() {
    return out.toString().lines().toList();
  }

  @Test
  void check_soundFolder_saysWhatItVerifiedAndThatItIsSound() throws IOException {
    Path data = imported();
    assertEquals(ExitCode.DONE, run("check", data.toString()), out.toString());
    for (String part : List.of(
        "keys", "ledger.sqlite", "ledger.sqlite-wal", "commit-witness", "model shop",
        "receipt log")) {
      assertTrue(
          lines().stream().anyMatch(line -> line.startsWith(part + ": verified: ")),
          out.toString());
    }
    assertTrue(lines().getLast().startsWith("Sound: all of " + data), out.toString());
  }

  @Test
  void check_damagedKeys_endsWithACodeOfItsOwnAndNamesThePart() throws IOException {
    Path data = imported();
    byte[] keys = Files.readAllBytes(data.resolve("keys"));
    keys[keys.length / 2] ^= 1;
    Files.write(data.resolve("keys"), keys);
    assertEquals(ExitCode.DAMAGED, run("check", "--data-folder", data.toString()));
    assertTrue(
        lines().stream().anyMatch(line -> line.startsWith("keys: DAMAGED: ")), out.toString());
    assertTrue(
        lines().stream().anyMatch(line -> line.startsWith("receipt log: not verified: ")),
        out.toString());
    assertEquals("Damaged: of " + data + ", keys.", lines().getLast());
  }

  private Path backedUp() throws IOException {
    Path data = imported();
    Path backup = folder.resolve("backup");
    assertEquals(
        ExitCode.DONE, run("backup", backup.toString(), "--data-folder", data.toString()),
        err.toString());
    return backup;
  }

  @Test
  void check_backup_isSoundWhetherItOrTheDataInItIsNamed() throws IOException {
    Path backup = backedUp();
    for (Path named : List.of(backup, backup.resolve("data"))) {
      assertEquals(ExitCode.DONE, run("check", named.toString()), out.toString());
      for (String part : List.of(
          "manifest.json", "keys", "ledger.sqlite", "commit-witness", "model shop",
          "receipt log")) {
        assertTrue(
            lines().stream().anyMatch(line -> line.startsWith(part + ": verified: ")),
            out.toString());
      }
      assertTrue(lines().getLast().startsWith("Sound: all of the backup " + named), out.toString());
    }
  }

  @Test
  void check_backupWithAChangedFile_namesTheFile() throws IOException {
    Path backup = backedUp();
    Files.write(backup.resolve("data/receipt-checkpoint"), new byte[]{1});
    assertEquals(ExitCode.DAMAGED, run("check", backup.toString()), out.toString());
    assertTrue(
        lines().stream()
            .anyMatch(
                line -> line.equals(
                    "data/receipt-checkpoint: DAMAGED: it is missing or not as it was written")
                    || line.equals(
                        "data/receipt-checkpoint: DAMAGED: it does not belong to the backup")),
        out.toString());
  }

  @Test
  void check_backupWithoutManifest_saysThatItIsNotFinished() throws IOException {
    Path backup = backedUp();
    Files.delete(backup.resolve("manifest.json"));
    assertEquals(ExitCode.DAMAGED, run("check", backup.toString()));
    assertTrue(lines().getFirst().contains("no finished backup"), out.toString());
    assertTrue(
        lines().stream().anyMatch(line -> line.startsWith("keys: verified: ")), out.toString());
  }

  /** A folder that a server had is a data folder, whatever it is called and lies beside it. */
  @Test
  void check_dataFolderBesideAManifest_isADataFolder() throws IOException {
    Path data = imported();
    Files.writeString(folder.resolve("manifest.json"), "{}");
    assertEquals(ExitCode.DONE, run("check", data.toString()), out.toString());
    assertTrue(lines().getLast().startsWith("Sound: all of " + data), out.toString());
  }

  @Test
  void check_noFolder_isAFailureThatNamesIt() {
    assertEquals(ExitCode.FAILED, run("check", folder.resolve("nowhere").toString()));
    assertTrue(err.toString().contains("nowhere"), err.toString());
  }
}
