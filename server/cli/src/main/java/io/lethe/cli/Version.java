package io.lethe.cli;

import io.lethe.server.wiring.ServerBuild;
import picocli.CommandLine.IVersionProvider;

/** The version this was built as. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[]{"lethe " + ServerBuild.version()};
  }
}
