package io.lethe.engine.plugin.folder;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.plugin.PluginClassLoader;
import io.lethe.spi.RecommenderPlugin;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The code of one entry of the plugin folder. It is copied into the keep and opened when one of its
 * plugins is first used, so that a family that nobody uses costs nothing. Its class loader lives as long
 * as anything refers to its plugins or their models; when the collector takes it, its files are closed.
 * Thread-safe.
 */
final class PluginCode {

  private final String entry;
  private final List<Path> jars;
  private final PluginHost host;
  private final String stamps;
  private final String files;
  /** Guarded by this. */
  private @Nullable String digest;
  /** By class; guarded by this. */
  private @Nullable Map<String, RecommenderPlugin> opened;

  /**
   * The code as it is now.
   *
   * @param entry name of the entry
   */
  PluginCode(String entry, List<Path> jars, PluginHost host) throws IOException {
    this.entry = entry;
    this.jars = List.copyOf(jars);
    this.host = host;
    this.stamps = JarStamps.of(jars);
    this.files = JarStamps.ofFiles(jars);
  }

  /** The same of jars whose digest is known, and which do not change. */
  static PluginCode kept(String entry, List<Path> jars, String digest, PluginHost host)
      throws IOException {
    PluginCode code = new PluginCode(entry, jars, host);
    synchronized (code) {
      code.digest = digest;
    }
    return code;
  }

  String entry() {
    return entry;
  }

  PluginHost host() {
    return host;
  }

  /** Whether it can be opened whatever became of the entry. */
  synchronized boolean lasts() {
    return opened != null || (digest != null && host.keep().has(digest));
  }

  /** The digest, if anything needed to know it by now. */
  synchronized Optional<String> known() {
    return Optional.ofNullable(digest);
  }

  /** Of the jars, which it reads; empty if they were changed before anything needed to know. */
  synchronized Optional<String> digest() {
    if (digest == null) {
      try {
        @Nullable
        String taken = stamps.equals(JarStamps.of(jars)) ? host.keep().takenFrom(stamps) : null;
        String read = taken == null ? PluginDigest.of(jars) : taken;
        digest = files.equals(JarStamps.ofFiles(jars)) ? read : null;
      } catch (IOException gone) {
        return Optional.empty();
      }
    }
    return Optional.ofNullable(digest);
  }

  /**
   * The plugin of a class.
   *
   * @throws LetheException of kind {@code PLUGIN_FAILED} if it cannot be opened (any more)
   */
  synchronized RecommenderPlugin plugin(String type) {
    if (opened == null) {
      try {
        String known = digest().orElseThrow(() -> new UnusableException("was changed"));
        List<Path> kept = host.keep().taken(jars, stamps, known);
        opened = host.loading().run(entry, () -> instances(loader(kept)));
      } catch (UnusableException unusable) {
        throw failed(unusable.reason());
      } catch (IOException full) {
        throw failed("cannot be copied to where its code runs from: " + full.getMessage());
      }
    }
    RecommenderPlugin plugin = opened.get(type);
    if (plugin == null) {
      throw failed("was changed, and offers no " + type);
    }
    return plugin;
  }

  private LetheException failed(String reason) {
    return new LetheException(
        ErrorKind.PLUGIN_FAILED,
        "plugin folder %s %s; 'lethe plugin reload' reads it again".formatted(entry, reason),
        Map.of("plugin", entry));
  }

  private PluginClassLoader loader(List<Path> from) throws MalformedURLException {
    URL[] urls = new URL[from.size()];
    for (int k = 0; k < urls.length; k++) {
      urls[k] = from.get(k).toUri().toURL();
    }
    return new PluginClassLoader(entry, urls, host.loader());
  }

  private static Map<String, RecommenderPlugin> instances(PluginClassLoader loader) {
    Map<String, RecommenderPlugin> instances = new HashMap<>();
    ServiceLoader.load(RecommenderPlugin.class, loader)
        .stream()
        .filter(provider -> provider.type().getClassLoader() == loader)
        .map(ServiceLoader.Provider::get)
        .forEach(plugin -> instances.put(plugin.getClass().getName(), plugin));
    return instances;
  }

  /**
   * Asks its plugins who they are; another loader opens them if they are used.
   *
   * @throws UnusableException if that fails, takes too long, or there are none
   */
  List<SettledPlugin> settled() throws UnusableException {
    List<SettledPlugin> settled = host.loading().run(entry, () -> {
      try (PluginClassLoader loader = loader(jars)) {
        return instances(loader).values()
            .stream()
            .map(plugin -> SettledPlugin.of(plugin, this))
            .toList();
      }
    });
    if (settled.isEmpty()) {
      throw new UnusableException(
          "no jar in it offers a service " + RecommenderPlugin.class.getName());
    }
    return settled;
  }
}
