package io.lethe.e2e;

import io.lethe.spi.RecommenderPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Jars of plugins that the tests bring themselves. */
final class PluginJars {

  private static final String SERVICE_FILE = "META-INF/services/"
      + RecommenderPlugin.class.getName();

  private PluginJars() {}

  /** A jar that offers a class of the tests. */
  static void write(Path file, Class<? extends RecommenderPlugin> plugin) throws IOException {
    write(file, plugin.getName(), List.of(plugin));
  }

  /** A jar that offers a class by name, and holds these. */
  static void write(Path file, String service, List<Class<?>> classes) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      jar.putNextEntry(new JarEntry(SERVICE_FILE));
      jar.write(service.getBytes(StandardCharsets.UTF_8));
      for (Class<?> type : classes) {
        String path = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(path));
        try (InputStream bytes = Objects
            .requireNonNull(type.getClassLoader().getResourceAsStream(path), path)) {
          bytes.transferTo(jar);
        }
      }
    }
  }
}
