package io.lethe.e2e;

import io.lethe.e2e.plugins.EvilPlugin;
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

/** Plugins of a plugin folder that misbehave, one folder and one way each. */
final class EvilJars {

  private static final String SERVICE_FILE = "META-INF/services/"
      + RecommenderPlugin.class.getName();
  private static final List<String> CLASSES = List
      .of("EvilPlugin", "Evil", "EvilModel", "EvilGradientModel");

  private EvilJars() {}

  /** The name of the plugin that misbehaves this way. */
  static String plugin(String mode) {
    return "evil-" + mode.replace(' ', '-');
  }

  static void install(Path plugins, String mode) throws IOException {
    Path folder = Files.createDirectories(plugins.resolve(plugin(mode)));
    try (JarOutputStream jar = new JarOutputStream(
        Files.newOutputStream(folder.resolve("evil.jar")))) {
      write(jar, SERVICE_FILE, EvilPlugin.class.getName().getBytes(StandardCharsets.UTF_8));
      write(jar, EvilPlugin.MODE_FILE, mode.getBytes(StandardCharsets.UTF_8));
      String home = EvilPlugin.class.getPackageName().replace('.', '/');
      for (String name : CLASSES) {
        String path = home + "/" + name + ".class";
        try (InputStream bytes = Objects
            .requireNonNull(EvilPlugin.class.getClassLoader().getResourceAsStream(path), path)) {
          write(jar, path, bytes.readAllBytes());
        }
      }
    }
  }

  private static void write(JarOutputStream jar, String path, byte[] bytes) throws IOException {
    jar.putNextEntry(new JarEntry(path));
    jar.write(bytes);
  }
}
