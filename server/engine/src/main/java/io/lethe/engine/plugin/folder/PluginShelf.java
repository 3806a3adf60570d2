package io.lethe.engine.plugin.folder;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.plugin.HostedPlugin;
import io.lethe.engine.plugin.InstalledPlugin;
import io.lethe.engine.plugin.ModelMakers;
import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.plugin.Plugins;
import io.lethe.spi.RecommenderPlugin;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of a server, whose folder may be read again while it serves. What was read is one
 * immutable catalog; readers take it as a whole. A plugin that is in the catalog no more lives on in the
 * versions that it made, and its copy in the keep as long as one of them is stored. Thread-safe.
 */
public final class PluginShelf implements Plugins {

  private static final Logger LOG = LoggerFactory.getLogger(PluginShelf.class);

  private final Path folder;
  private final PluginHost host;
  private final Supplier<Set<String>> stored;
  private volatile PluginCatalog catalog;
  /** Those that are in the catalog no more and may be in use, by digest and name. */
  private final Map<String, WeakReference<HostedPlugin>> left = new ConcurrentHashMap<>();

  /**
   * Reads the folder.
   *
   * @param stored digests of the plugins that made the versions that are stored
   */
  public PluginShelf(Path folder, PluginHost host, Supplier<Set<String>> stored) {
    this.folder = folder;
    this.host = host;
    this.stored = stored;
    begin();
    this.catalog = PluginFolder
        .load(folder, host, PluginCatalog.of(List.of(), List.of()), new ModelMakers(stored.get()));
    tidy();
  }

  @Override
  public PluginCatalog catalog() {
    return catalog;
  }

  /**
   * Reads the folder again. Doing it twice is doing it once. Takes as long as loading what changed, and
   * as reading every jar.
   *
   * @return what that meant, plugin by plugin
   */
  public synchronized List<PluginChange> reload() {
    PluginCatalog before = catalog;
    Set<String> digests = before.plugins()
        .stream()
        .map(had -> HostedPlugin.digestOf(had.plugin()))
        .filter(digest -> !digest.isEmpty())
        .collect(Collectors.toSet());
    PluginCatalog after = PluginFolder.load(folder, host, before, new ModelMakers(digests));
    // Before the catalog is another one: whoever looks for a plugin finds it in one of both.
    before.plugins().forEach(this::remember);
    catalog = after;
    tidy();
    List<PluginChange> changes = PluginChange.between(before, after);
    changes.forEach(
        change -> LOG.info(
            "plugin folder {}: {} {} {}", change.folder(), change.outcome(), change.plugin(),
            change.version()));
    after.warnings()
        .stream()
        .filter(warning -> !before.warnings().contains(warning))
        .forEach(warning -> LOG.warn("plugin folder {}: {}", warning.folder(), warning.text()));
    return changes;
  }

  private void remember(InstalledPlugin installed) {
    if (installed.plugin() instanceof HostedPlugin hosted && !hosted.digest().isEmpty()) {
      left.put(key(hosted.digest(), hosted.name()), new WeakReference<>(hosted));
    }
  }

  private static String key(String digest, String name) {
    return digest + " " + name;
  }

  @Override
  public RecommenderPlugin maker(String name, String version, String digest) {
    if (digest.isEmpty()) {
      return catalog.maker(name, version, digest);
    }
    return catalog.exactly(name, version, digest)
        .or(() -> inUse(name, digest))
        .or(() -> kept(name, digest))
        .orElseGet(() -> substitute(name, version, digest));
  }

  private Optional<RecommenderPlugin> inUse(String name, String digest) {
    return Optional.ofNullable(left.get(key(digest, name))).map(WeakReference::get);
  }

  /**
   * From the keep, where it was put when it was first used. What is there and cannot be opened now is
   * tried again at the next call: no other code takes its place.
   */
  private synchronized Optional<RecommenderPlugin> kept(String name, String digest) {
    Optional<RecommenderPlugin> meanwhile = inUse(name, digest);
    if (meanwhile.isPresent()) {
      return meanwhile;
    }
    try {
      Optional<Path> home = host.keep().find(digest);
      return home.isPresent() ? Optional.of(opened(name, digest, home.get())) : Optional.empty();
    } catch (UnusableException unusable) {
      throw failed(name, digest, unusable.reason());
    } catch (IOException unreadable) {
      throw failed(name, digest, "cannot be read: " + unreadable.getMessage());
    }
  }

  private RecommenderPlugin opened(String name, String digest, Path home)
      throws IOException, UnusableException {
    PluginCode code = PluginCode.kept(name, PluginHome.in(home), digest, host);
    host.checks().require(code);
    List<SettledPlugin> settled = code.settled();
    settled.forEach(plugin -> left.put(key(digest, plugin.name()), new WeakReference<>(plugin)));
    return settled.stream()
        .filter(plugin -> plugin.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new UnusableException("holds no plugin of that name"));
  }

  private static LetheException failed(String name, String digest, String reason) {
    return new LetheException(
        ErrorKind.PLUGIN_FAILED, "the copy of plugin %s (SHA-256 %s), which made the version, %s"
            .formatted(name, digest, reason),
        Map.of("plugin", name));
  }

  private RecommenderPlugin substitute(String name, String version, String digest) {
    RecommenderPlugin other = catalog.maker(name, version, digest);
    LOG.warn(
        "the plugin {} {} (SHA-256 {}) that made a version is not here; {} {} goes on with it",
        name, version, digest, other.name(), other.version());
    return other;
  }

  private void begin() {
    try {
      host.keep().begin();
    } catch (IOException busy) {
      LOG.warn("copies of plugins that are of no use any more stay", busy);
    }
  }

  private void tidy() {
    left.values().removeIf(each -> each.get() == null);
    try {
      Set<String> digests = new HashSet<>(stored.get());
      left.keySet().forEach(key -> digests.add(key.substring(0, key.indexOf(' '))));
      for (InstalledPlugin installed : catalog.plugins()) {
        if (installed.plugin() instanceof SettledPlugin settled) {
          settled.code().known().ifPresent(digests::add);
        }
      }
      host.keep().retain(digests);
    } catch (IOException | LetheException busy) {
      LOG.warn("copies of plugins that are of no use any more stay", busy);
    }
  }
}
