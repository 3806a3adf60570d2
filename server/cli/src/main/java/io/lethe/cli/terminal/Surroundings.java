package io.lethe.cli.terminal;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param environment the process's variables
 * @param home folder of the distribution
 * @param workingFolder folder that relative paths start from
 * @param input standard input
 */
public record Surroundings(
    Screen screen, Map<String, String> environment, Path home, Path workingFolder,
    InputStream input) {

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** With nothing on standard input. */
  public Surroundings(
      Screen screen, Map<String, String> environment, Path home, Path workingFolder) {
    this(screen, environment, home, workingFolder, InputStream.nullInputStream());
  }
}
