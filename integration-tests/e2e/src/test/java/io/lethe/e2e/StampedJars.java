package io.lethe.e2e;

import io.lethe.e2e.plugins.StampedPlugin;
import io.lethe.spi.RecommenderPlugin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Builds of one family that differ in a stamp alone. */
final class StampedJars {

  private StampedJars() {}

  /** Writes a build into its folder, over the one that is there: as {@code cp} does. */
  static void install(Path plugins, int stamp) throws IOException {
    Path folder = Files.createDirectories(plugins.resolve("stamped"));
    Path _ = Files.write(folder.resolve("stamped.jar"), jar(stamp));
  }

  /** A build packed as a plugin's own build packs it. */
  static void zip(Path file, int stamp) throws IOException {
    try (JarOutputStream zip = new JarOutputStream(Files.newOutputStream(file))) {
      write(zip, "stamped.jar", jar(stamp));
    }
  }

  private static byte[] jar(int stamp) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      write(
          jar, "META-INF/services/" + RecommenderPlugin.class.getName(),
          text(StampedPlugin.class.getName()));
      write(jar, "stamp", text(String.valueOf(stamp)));
      String home = StampedPlugin.class.getPackageName().replace('.', '/');
      for (String name : List.of("StampedPlugin", "StampedModel")) {
        String path = home + "/" + name + ".class";
        try (InputStream type = Objects
            .requireNonNull(StampedPlugin.class.getClassLoader().getResourceAsStream(path), path)) {
          write(jar, path, type.readAllBytes());
        }
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JarOutputStream jar, String path, byte[] bytes) throws IOException {
    jar.putNextEntry(new JarEntry(path));
    jar.write(bytes);
  }
}
