package io.lethe.engine.plugin.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * What names a plugin's code: the SHA-256 of a text with a line for each jar, by name: its own SHA-256,
 * two spaces, its name. {@code sha256sum *.jar | sha256sum} in the C locale gives the same.
 */
public final class PluginDigest {

  private static final int BUFFER_BYTES = 1 << 16;

  private PluginDigest() {}

  /** Of jars. Reads them whole. */
  static String of(List<Path> jars) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Path jar : jars.stream().sorted(Comparator.comparing(PluginHome::name)).toList()) {
      lines.append(file(jar)).append("  ").append(PluginHome.name(jar)).append('\n');
    }
    return of(lines.toString());
  }

  /** Of the jars of a folder. Reads them whole. */
  public static String ofFolder(Path folder) throws IOException {
    return of(PluginHome.in(folder));
  }

  /** Of a text. */
  static String of(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String file(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream bytes = Files.newInputStream(file)) {
      for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
