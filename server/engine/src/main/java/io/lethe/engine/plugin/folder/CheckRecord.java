package io.lethe.engine.plugin.folder;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * The verdict of {@code lethe plugin check}, as a file of lines. It is of the jars that have its digest
 * and of no others, so that a jar that was built again, or added, has none. Its last line is the
 * SHA-256 of the lines before: what was edited or cut is no record. It keeps out mistakes; whoever may
 * write to the plugin folder may run code in the server anyhow.
 *
 * @param digest of the jars
 * @param plugins name and version of each that was checked
 * @param passed whether no promise is broken
 * @param lethe the build that checked
 */
public record CheckRecord(
    String digest, List<String> plugins, boolean passed, String lethe, Instant time) {

  /** Files that end so are records. */
  public static final String SUFFIX = ".check";

  private static final String TITLE = "lethe-plugin-check 1";

  public CheckRecord {
    plugins = List.copyOf(plugins);
  }

  /** What the file holds. */
  public String toText() {
    StringBuilder lines = new StringBuilder(TITLE).append('\n');
    lines.append("digest ").append(digest).append('\n');
    plugins.forEach(plugin -> lines.append("plugin ").append(plugin).append('\n'));
    lines.append("verdict ").append(passed ? "passed" : "failed").append('\n');
    lines.append("lethe ").append(lethe).append('\n');
    lines.append("time ").append(time).append('\n');
    return lines + "sha256 " + PluginDigest.of(lines.toString()) + '\n';
  }

  /**
   * The inverse.
   *
   * @throws IllegalArgumentException if the text is not as it was written
   */
  static CheckRecord of(String text) {
    String digest = "";
    List<String> plugins = new ArrayList<>();
    boolean passed = false;
    String lethe = "";
    Instant time = Instant.EPOCH;
    for (String line : text.lines().skip(1).toList()) {
      String value = line.substring(line.indexOf(' ') + 1);
      switch (line.substring(0, Math.max(0, line.indexOf(' ')))) {
        case "digest" -> digest = value;
        case "plugin" -> plugins.add(value);
        case "verdict" -> passed = value.equals("passed");
        case "lethe" -> lethe = value;
        case "time" -> time = time(value);
        default -> {
          // Held against what this record would be written as, below.
        }
      }
    }
    CheckRecord record = new CheckRecord(digest, plugins, passed, lethe, time);
    if (!record.toText().equals(text)) {
      throw new IllegalArgumentException("is no record of a check, or was changed since");
    }
    return record;
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException none) {
      throw new IllegalArgumentException("holds no time: " + text, none);
    }
  }
}
