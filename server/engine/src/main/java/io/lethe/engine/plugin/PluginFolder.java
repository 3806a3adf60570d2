package io.lethe.engine.plugin;

import io.lethe.spi.RecommenderPlugin;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads the plugin folder of a distribution: every folder in it that holds jars is one plugin's home.
 * A folder that fails is reported; the others are not affected. The class loaders live as long as the
 * process.
 */
public final class PluginFolder {

  private final ClassLoader host;
  private final List<InstalledPlugin> found = new ArrayList<>();
  private final List<PluginFailure> failures = new ArrayList<>();

  private PluginFolder(ClassLoader host) {
    this.host = host;
  }

  /**
   * Loads every plugin.
   *
   * @param folder of the distribution; one that does not exist holds no plugins
   * @param host loader of the SPI and the kernels
   */
  public static PluginCatalog load(Path folder, ClassLoader host) {
    PluginFolder reader = new PluginFolder(host);
    reader.readAll(folder);
    return PluginCatalog.of(reader.found, reader.failures);
  }

  private void readAll(Path folder) {
    if (!Files.isDirectory(folder)) {
      failures.add(new PluginFailure(name(folder), "there is no such folder of plugins"));
      return;
    }
    try {
      for (Path home : list(folder, Files::isDirectory)) {
        read(home);
      }
    } catch (IOException unreadable) {
      failures.add(new PluginFailure(name(folder), "cannot be read: " + unreadable.getMessage()));
    }
  }

  /** A plugin's own code runs here for the first time: it may throw whatever it likes. */
  private void read(Path home) {
    String folder = name(home);
    try {
      List<Path> jars = list(home, file -> name(file).endsWith(".jar"));
      if (jars.isEmpty()) {
        failures.add(new PluginFailure(folder, "holds no jar"));
        return;
      }
      List<RecommenderPlugin> plugins = instantiate(loader(folder, jars));
      if (plugins.isEmpty()) {
        failures.add(
            new PluginFailure(
                folder, "no jar in it offers a service " + RecommenderPlugin.class.getName()));
      }
      found.addAll(
          plugins.stream()
              .map(plugin -> new InstalledPlugin(folder, SettledPlugin.of(plugin)))
              .toList());
    } catch (IOException unreadable) {
      failures.add(new PluginFailure(folder, "cannot be read: " + unreadable.getMessage()));
    } catch (RuntimeException | Error bad) {
      // Whatever it is, it is this plugin's; the others are not affected.
      failures.add(new PluginFailure(folder, "failed while loading: " + chain(bad)));
    }
  }

  private PluginClassLoader loader(String folder, List<Path> jars) throws MalformedURLException {
    URL[] urls = new URL[jars.size()];
    for (int k = 0; k < urls.length; k++) {
      urls[k] = jars.get(k).toUri().toURL();
    }
    return new PluginClassLoader(folder, urls, host);
  }

  private static List<RecommenderPlugin> instantiate(PluginClassLoader loader) {
    return ServiceLoader.load(RecommenderPlugin.class, loader)
        .stream()
        .filter(provider -> provider.type().getClassLoader() == loader)
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  private static String chain(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause == null ? thrown.toString() : thrown + ", caused by " + cause;
  }

  private static List<Path> list(Path folder, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(wanted).sorted(Comparator.comparing(PluginFolder::name)).toList();
    }
  }

  private static String name(Path path) {
    Path last = path.getFileName();
    return last == null ? path.toString() : last.toString();
  }
}
