package io.lethe.engine.plugin;

import io.lethe.spi.RecommenderPlugin;
import java.io.IOException;
import java.io.Serial;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * One plugin's folder: its jars are looked at before any code of them runs, then loaded.
 *
 * @param folder holds the jars
 * @param host loader of the SPI and the kernels
 */
record PluginHome(Path folder, ClassLoader host) {

  private static final String JAR = ".jar";
  private static final int NESTED_MAX = 4;

  /** Of each part that the host brings: a class that says whether a jar holds it, too. */
  private static final List<String> HOSTS_OWN = List
      .of("io/lethe/spi/RecommenderPlugin.class", "io/lethe/kernels/Kernels.class");

  /** Says why a folder yields nothing. */
  static final class UnusableException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    UnusableException(String reason) {
      super(reason);
    }
  }

  String name() {
    return name(folder);
  }

  /** Its jars, every one of which can be read. */
  List<Path> jars() throws IOException, UnusableException {
    List<Path> jars = list(folder, file -> name(file).endsWith(JAR));
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
    try (Stream<Path> files = Files.walk(folder, NESTED_MAX)) {
      return files.filter(file -> name(file).endsWith(JAR))
          .findFirst()
          .map(jar -> "; move %s up into it".formatted(folder.relativize(jar)))
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

  /** Its plugins. Their code runs here for the first time: it may throw whatever it likes. */
  List<InstalledPlugin> load(List<Path> jars) throws MalformedURLException, UnusableException {
    List<InstalledPlugin> plugins = instantiate(loader(jars)).stream()
        .map(plugin -> new InstalledPlugin(name(), SettledPlugin.of(plugin)))
        .toList();
    if (plugins.isEmpty()) {
      throw new UnusableException(
          "no jar in it offers a service " + RecommenderPlugin.class.getName());
    }
    return plugins;
  }

  private PluginClassLoader loader(List<Path> jars) throws MalformedURLException {
    URL[] urls = new URL[jars.size()];
    for (int k = 0; k < urls.length; k++) {
      urls[k] = jars.get(k).toUri().toURL();
    }
    return new PluginClassLoader(name(), urls, host);
  }

  private static List<RecommenderPlugin> instantiate(PluginClassLoader loader) {
    return ServiceLoader.load(RecommenderPlugin.class, loader)
        .stream()
        .filter(provider -> provider.type().getClassLoader() == loader)
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  static List<Path> list(Path folder, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(wanted).sorted(Comparator.comparing(PluginHome::name)).toList();
    }
  }

  static String name(Path path) {
    Path last = path.getFileName();
    return last == null ? path.toString() : last.toString();
  }
}
