package io.lethe.e2e.trip;

import io.lethe.plugins.mf.MfPlugin;
import io.lethe.spi.RecommenderPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Makes plugin jars as an operator would put them into a plugin folder. */
final class PluginJar {

  private static final String SERVICE = "META-INF/services/" + RecommenderPlugin.class.getName();

  private PluginJar() {}

  /** The matrix factorization plugin, as it was built. */
  static void matrixFactorization(Path folder) {
    try {
      Files.createDirectories(folder);
      Path built = Path
          .of(MfPlugin.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path jar = folder.resolve("mf.jar");
      if (Files.isDirectory(built)) {
        pack(built, jar);
      } else {
        Files.copy(built, jar);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
    }
  }

  /** A jar with one class of these tests as its plugin. */
  static void of(Class<? extends RecommenderPlugin> plugin, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path jar = folder.resolve(plugin.getSimpleName() + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      String file = plugin.getName().replace('.', '/') + ".class";
      out.putNextEntry(new JarEntry(file));
      try (InputStream bytes = plugin.getClassLoader().getResourceAsStream(file)) {
        if (bytes == null) {
          throw new IOException(file + " is not on the class path");
        }
        bytes.transferTo(out);
      }
      out.putNextEntry(new JarEntry(SERVICE));
      out.write(plugin.getName().getBytes(StandardCharsets.UTF_8));
    }
  }
}
