package io.lethe.cli.options;

import io.lethe.cli.terminal.Screen;
import java.util.Map;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/**
 * The option of every command that shows something: the same as one JSON document, for scripts. Fields
 * are named as in the Java client; times are ISO 8601, what is absent is null.
 */
public final class JsonOption {

  @Option(
      names = "--json",
      description = "Prints one JSON document, for scripts.") private boolean json;

  /** Whether it was asked for. */
  public boolean wanted() {
    return json;
  }

  /**
   * Prints a document with one member, if that was asked for.
   *
   * @return whether it was: then there is nothing more to print
   */
  public boolean wrote(Screen screen, String member, Object value) {
    return wrote(screen, Map.of(member, value));
  }

  /** The same of a whole document. */
  public boolean wrote(Screen screen, Object document) {
    if (json) {
      screen.line(
          JsonMapper.builder()
              .build()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(document));
    }
    return json;
  }
}
