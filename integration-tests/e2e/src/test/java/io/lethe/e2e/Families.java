package io.lethe.e2e;

import io.lethe.checks.mutants.PairwisePlugin;
import io.lethe.spi.RecommenderPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A small family that can be differentiated, as a plugin's folder. */
final class Families {

  /** Whatever the compiler makes of the family. */
  private static final List<String> CLASSES = List.of(
      "Mutant", "Mutant$1", "MutantModel", "MutantModel$1", "MutantDerivatives",
      "MutantDerivatives$1", "PairwiseModel", "PairwiseDerivatives", "PairwisePlugin",
      "PairwisePlugin$1", "PairwiseTerms");

  private Families() {}

  /** A folder with the family and its entry point. */
  static void install(Path home, Class<? extends RecommenderPlugin> plugin) throws IOException {
    Path _ = Files.createDirectories(home);
    try (JarOutputStream jar = new JarOutputStream(
        Files.newOutputStream(home.resolve("family.jar")))) {
      jar.putNextEntry(new JarEntry("META-INF/services/" + RecommenderPlugin.class.getName()));
      jar.write(plugin.getName().getBytes(StandardCharsets.UTF_8));
      write(jar, plugin, plugin.getSimpleName());
      for (String name : CLASSES) {
        write(jar, PairwisePlugin.class, name);
      }
    }
  }

  private static void write(JarOutputStream jar, Class<?> beside, String name) throws IOException {
    String path = beside.getPackageName().replace('.', '/') + "/" + name + ".class";
    try (InputStream bytes = beside.getClassLoader().getResourceAsStream(path)) {
      if (bytes != null) {
        jar.putNextEntry(new JarEntry(path));
        long _ = bytes.transferTo(jar);
      }
    }
  }
}
