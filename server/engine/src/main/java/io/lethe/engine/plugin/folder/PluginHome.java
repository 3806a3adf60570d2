package io.lethe.engine.plugin.folder;

import io.lethe.engine.plugin.PluginWarning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * One entry of a plugin folder: a folder of jars, or a jar that needs no other. It is looked at before
 * any code of it runs.
 *
 * @param path of the entry
 */
record PluginHome(Path path) {

  static final String JAR = ".jar";
  private static final int NESTED_MAX = 4;

  /** Of each part that the host brings: a class that says whether a jar holds it, too. */
  private static final List<String> HOSTS_OWN = List
      .of("io/lethe/spi/RecommenderPlugin.class", "io/lethe/kernels/Kernels.class");

  String name() {
    return name(path);
  }

  /** Its jars by name, every one of which can be read. */
  List<Path> jars() throws IOException, UnusableException {
    List<Path> jars = Files.isDirectory(path) ? in(path) : List.of(path);
    if (jars.isEmpty()) {
      throw new UnusableException("holds no jar" + nested());
    }
    for (Path jar : jars) {
      try (JarFile read = new JarFile(jar.toFile())) {
        var _ = read.size();
      } catch (IOException damaged) {
        throw new UnusableException(
            "%s is no readable jar (%s)".formatted(name(jar), damaged.getMessage()));
      }
    }
    return jars;
  }

  private String nested() throws IOException {
    try (Stream<Path> files = Files.walk(path, NESTED_MAX)) {
      return files.filter(file -> name(file).endsWith(JAR))
          .findFirst()
          .map(jar -> "; move %s up into it".formatted(path.relativize(jar)))
          .orElse("");
    }
  }

  /** What its jars hold that the host brings. */
  List<PluginWarning> shadowed(List<Path> jars) throws IOException {
    List<PluginWarning> warnings = new ArrayList<>();
    for (Path jar : jars) {
      try (JarFile read = new JarFile(jar.toFile())) {
        if (HOSTS_OWN.stream().anyMatch(own -> read.getEntry(own) != null)) {
          warnings.add(
              new PluginWarning(
                  name(),
                  ("%s holds a copy of what the server brings (io.lethe.spi, io.lethe.kernels),"
                      + " which is not used; leave it out (Maven: scope provided)")
                      .formatted(name(jar))));
        }
      }
    }
    return warnings;
  }

  /** The jars of a folder, by name. */
  static List<Path> in(Path folder) throws IOException {
    return list(folder, file -> name(file).endsWith(JAR));
  }

  static List<Path> list(Path folder, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(wanted).sorted(Comparator.comparing(PluginHome::name)).toList();
    } catch (UncheckedIOException broken) {
      throw broken.getCause();
    }
  }

  static String name(Path path) {
    Path last = path.getFileName();
    return last == null ? path.toString() : last.toString();
  }
}
