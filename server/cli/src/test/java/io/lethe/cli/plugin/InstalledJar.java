package io.lethe.cli.plugin;

import io.lethe.spi.RecommenderPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Packs {@link OneOptionPlugin} as an author's build does. */
final class InstalledJar {

  private static final Class<?> PLUGIN = OneOptionPlugin.class;

  private InstalledJar() {}

  /** A folder with its jar. */
  static Path in(Path folder) throws IOException {
    Path _ = Files.createDirectories(folder);
    String file = PLUGIN.getName().replace('.', '/') + ".class";
    try (
        JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("one.jar")));
        InputStream bytes = Objects.requireNonNull(PLUGIN.getResourceAsStream("/" + file), file)) {
      jar.putNextEntry(new JarEntry("META-INF/services/" + RecommenderPlugin.class.getName()));
      jar.write(PLUGIN.getName().getBytes(StandardCharsets.UTF_8));
      jar.putNextEntry(new JarEntry(file));
      jar.write(bytes.readAllBytes());
    }
    return folder;
  }
}
