package io.lethe.cli.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckRunTest {

  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();

  /** The name was mistyped: that says nothing about the plugin. */
  @Test
  void optionThatThePluginDoesNotKnow_isUsageBeforeAnyStep() throws IOException {
    Screen screen = new Screen(
        new PrintWriter(new StringWriter()), new PrintWriter(err), false, false);
    Path home = InstalledJar.in(folder.resolve("one"));
    try (CheckEvents events = CheckEvents.writing(folder.resolve("events"))) {
      CheckRun run = new CheckRun(screen, events, "", Map.of("factrs", "4"), 1);
      CommandException refused = assertThrows(
          CommandException.class, () -> run.of(home, Optional.empty()));
      assertEquals(ExitCode.USAGE, refused.exitCode());
      assertEquals(
          "unknown option factrs of plugin one-option; known are factors", refused.getMessage());
    }
    assertEquals("", err.toString());
  }
}
