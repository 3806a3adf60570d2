package io.lethe.cli.plugin;

import io.lethe.cli.terminal.Screen;
import io.lethe.engine.plugin.folder.CheckRecord;
import io.lethe.engine.plugin.folder.PluginDigest;
import io.lethe.evaluation.plugin.CheckStep;
import io.lethe.server.wiring.ServerBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the verdict of a check beside what was checked.
 *
 * @param target as it was typed
 */
record CheckRecording(Path target, InstantSource clock, Screen screen) {

  /**
   * What a verdict is of.
   *
   * @param home folder of the jars that were checked
   * @param digest of these jars, taken before the check
   * @param chosen command-line options that made the check another one than that of the defaults
   */
  record Checked(Path home, String digest, List<String> chosen) {}

  /**
   * Writes it, or says why not: the verdict is not of the plugin's defaults, the jars were changed
   * meanwhile, or nothing may be written there.
   *
   * @return the file; null if there is none
   */
  @Nullable
  String write(Checked checked, boolean passed, List<CheckLine> lines) throws IOException {
    if (!checked.chosen.isEmpty()) {
      screen.complain(
          ("no record is written: this check was made with %s, and a record is of the default options"
              + " and the made-up data").formatted(String.join(" and ", checked.chosen)));
      return null;
    }
    if (!PluginDigest.ofFolder(checked.home).equals(checked.digest)) {
      screen
          .complain("%s was changed while it was checked: no record is written".formatted(target));
      return null;
    }
    List<String> plugins = lines.stream()
        .filter(line -> !line.step().equals(CheckStep.FOLDER.word()))
        .map(CheckLine::plugin)
        .distinct()
        .toList();
    CheckRecord record = new CheckRecord(
        checked.digest, plugins, passed, ServerBuild.version(),
        clock.instant().truncatedTo(ChronoUnit.SECONDS));
    Path file = CheckTarget.record(target);
    try {
      return Files.writeString(file, record.toText()).toString();
    } catch (IOException refused) {
      screen.complain("the record %s cannot be written: %s".formatted(file, refused.getMessage()));
      return null;
    }
  }
}
