package io.lethe.cli.plugin;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a distribution has the libraries for plugins. */
final class Sdk {

  /** Stands before the version in the file. */
  private static final String NAME = "lethe ";

  private Sdk() {}

  /** A Maven repository. */
  static Path repository(Path home) {
    return home.resolve("sdk").resolve("repository");
  }

  /** The version of the libraries, which is the distribution's own. */
  static String version(Path home) throws IOException {
    Path file = home.resolve("VERSION");
    if (!Files.isReadable(file)) {
      throw new CommandException(
          ExitCode.FAILED, "there is no %s: this is no whole distribution".formatted(file));
    }
    return Files.readString(file).strip().substring(NAME.length());
  }
}
