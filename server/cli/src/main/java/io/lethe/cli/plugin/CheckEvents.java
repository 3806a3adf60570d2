package io.lethe.cli.plugin;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a check's process tells the one that started it: a JSON object a line, synced to the file at once.
 * The process may end at any moment, by the plugin's hand.
 */
final class CheckEvents implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final BufferedWriter file;

  private CheckEvents(BufferedWriter file) {
    this.file = file;
  }

  /**
   * One of them; the fields of the other kinds are null.
   *
   * @param plugin whose step begins
   * @param begins the step
   * @param found in it
   * @param ended the check's exit code
   */
  private record Event(
      @Nullable String plugin, @Nullable String begins, @Nullable CheckLine found,
      @Nullable Integer ended) {}

  /** What was told. */
  record Told(List<CheckLine> lines, String plugin, String step, @Nullable Integer ended) {}

  static CheckEvents writing(Path file) throws IOException {
    return new CheckEvents(Files.newBufferedWriter(file));
  }

  void begins(String plugin, String step) {
    write(new Event(plugin, step, null, null));
  }

  void found(CheckLine line) {
    write(new Event(null, null, line, null));
  }

  void ended(int exitCode) {
    write(new Event(null, null, null, exitCode));
  }

  private void write(Event event) {
    try {
      file.write(JSON.writeValueAsString(event));
      file.newLine();
      file.flush();
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Everything up to the last whole line; the step is empty if none began. */
  static Told read(Path file) throws IOException {
    List<CheckLine> lines = new ArrayList<>();
    String plugin = "";
    String step = "";
    Integer ended = null;
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      Event event;
      try {
        event = JSON.readValue(line, Event.class);
      } catch (JacksonException torn) {
        // Its process ended within the line.
        break;
      }
      plugin = event.plugin == null ? plugin : event.plugin;
      step = event.begins == null ? step : event.begins;
      ended = event.ended == null ? ended : event.ended;
      if (event.found != null) {
        lines.add(event.found);
      }
    }
    return new Told(lines, plugin, step, ended);
  }
}
