package io.lethe.cli.terminal;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param environment the process's variables
 * @param home folder of the distribution
 * @param workingFolder folder that relative paths start from
 */
public record Surroundings(
    Screen screen, Map<String, String> environment, Path home, Path workingFolder) {

  public Surroundings {
    environment = Map.copyOf(environment);
  }
}
