package io.lethe.cli.plugin;

import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The end of a check.
 *
 * @param target what was checked, as it was typed
 * @param passed whether no promise is broken
 * @param digest SHA-256 that names the plugin's code
 * @param record the file that the verdict was written to; null if it was not
 */
record CheckReport(
    String target, boolean passed, String digest, @Nullable String record,
    List<CheckLine> findings) {

  /** Steps whose kept numbers are worth a line each. */
  private static final Set<String> TOLD_WHOLE = Set.of("forgetting");

  void json(Screen screen) {
    screen.line(
        JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(this));
  }

  void text(Screen screen) {
    Map<String, Map<String, List<CheckLine>>> plugins = findings.stream()
        .collect(
            Collectors.groupingBy(
                CheckLine::plugin, LinkedHashMap::new,
                Collectors.groupingBy(CheckLine::step, LinkedHashMap::new, Collectors.toList())));
    plugins.forEach((plugin, steps) -> {
      screen.heading(plugin);
      steps.forEach((step, lines) -> lines(step, lines).forEach(screen::indented));
    });
    screen.blank();
    if (record != null) {
      screen.line(screen.faint("Recorded in %s (SHA-256 %s)".formatted(record, digest)));
    }
    long broken = findings.stream().filter(CheckLine::broken).count();
    screen.line(
        passed
            ? screen.green("Passed: %s keeps every promise that was asked.".formatted(target))
            : "Failed: %s has %s.".formatted(target, Units.count(broken, "fault")));
  }

  private static List<String> lines(String step, List<CheckLine> lines) {
    List<String> said = new ArrayList<>();
    long kept = lines.stream().filter(line -> line.verdict().equals(CheckLine.KEPT)).count();
    if (kept > 0 && !TOLD_WHOLE.contains(step)) {
      said.add("kept    %s (%d measured)".formatted(step, kept));
    }
    for (CheckLine line : lines) {
      boolean dull = line.verdict().equals(CheckLine.KEPT) && !TOLD_WHOLE.contains(step);
      if (!dull) {
        said.add("%-7s %s".formatted(line.broken() ? "BROKEN" : line.verdict(), text(line)));
      }
    }
    return said;
  }

  /** A number's text names its promise; what is kept needs no cause. */
  private static String text(CheckLine line) {
    if (line.promise() == null) {
      return line.step() + ": " + line.text();
    }
    return line.broken() ? line.text() : line.text().replaceFirst("; likely cause: .*", "");
  }
}
