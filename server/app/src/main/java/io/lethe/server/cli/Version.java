package io.lethe.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version this was built as. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() throws IOException {
    return new String[]{"lethe " + text()};
  }

  static String text() throws IOException {
    Properties properties = new Properties();
    try (InputStream file = Version.class
        .getResourceAsStream("/io/lethe/server/version.properties")) {
      if (file != null) {
        properties.load(file);
      }
    }
    return properties.getProperty("version", "of unknown version");
  }
}
