package io.lethe.cli.admin;

import io.lethe.cli.options.ConfigOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.config.Setting;
import io.lethe.server.config.Settings;
import io.lethe.server.wiring.DataCheck;
import io.lethe.store.check.Finding;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = {
        "Verifies a data folder whole: keys, ledger and its write-ahead log, every checkpoint and "
            + "interaction log, and the receipt log against its checkpoint and anchor.",
        "Checks a backup too: every file against the manifest, and the data in it.",
        "Says part by part what it verified; the last line is the verdict. Changes nothing. Beside a "
            + "running server it looks at a copy of the ledger."})
public final class CheckCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Parameters(
      arity = "0..1",
      description = "The data folder, or a backup. Default: that of the settings.",
      paramLabel = "FOLDER") private @Nullable String folder;

  public CheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Map<Setting<?>, String> chosen = folder == null
        ? Map.of()
        : Map.of(Settings.DATA_FOLDER, folder);
    ServerConfig config = ServerConfig.of(options.load(surroundings, chosen));
    DataCheck check = DataCheck.of(config);
    Screen screen = surroundings.screen();
    check.findings().forEach(finding -> screen.line(line(finding)));
    screen.line(verdict(check, (check.backup() ? "the backup " : "") + config.dataFolder()));
    return check.damaged().isEmpty() ? ExitCode.DONE : ExitCode.DAMAGED;
  }

  private static String verdict(DataCheck check, String what) {
    List<String> damaged = check.damaged();
    if (!damaged.isEmpty()) {
      return "Damaged: of %s, %s.".formatted(what, String.join(", ", damaged));
    }
    String changing = check.running() ? "; a server runs, so it may change" : "";
    List<String> open = check.findings()
        .stream()
        .filter(finding -> finding.state() == Finding.State.NOT_VERIFIED)
        .map(Finding::part)
        .toList();
    return open.isEmpty()
        ? "Sound: all of %s is as it was written%s.".formatted(what, changing)
        : "Sound as far as it was verified%s; not verified of %s: %s."
            .formatted(changing, what, String.join(", ", open));
  }

  private static String line(Finding finding) {
    String state = switch (finding.state()) {
      case VERIFIED -> "verified";
      case DAMAGED -> "DAMAGED";
      case NOT_VERIFIED -> "not verified";
    };
    return "%s: %s: %s".formatted(finding.part(), state, finding.what());
  }
}
