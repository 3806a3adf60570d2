package io.lethe.server.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What this was built as. */
public final class ServerBuild {

  private static final String FILE = "/io/lethe/server/version.properties";

  private ServerBuild() {}

  /** The version, such as {@code 0.1.0}. */
  public static String version() {
    Properties properties = new Properties();
    try (InputStream file = ServerBuild.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing from the build");
      }
      properties.load(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return properties.getProperty("version");
  }
}
