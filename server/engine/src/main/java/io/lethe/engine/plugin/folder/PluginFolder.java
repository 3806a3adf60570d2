package io.lethe.engine.plugin.folder;

import io.lethe.engine.plugin.HostedPlugin;
import io.lethe.engine.plugin.InstalledPlugin;
import io.lethe.engine.plugin.ModelMakers;
import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.plugin.PluginFailure;
import io.lethe.engine.plugin.PluginWarning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a plugin folder: every folder of jars, every zip of one and every jar in it is an entry. An
 * entry that fails, or does not answer in time, is reported; the others are not affected.
 */
public final class PluginFolder {

  private final PluginHost host;
  private final PluginCatalog before;
  private final List<InstalledPlugin> found = new ArrayList<>();
  private final List<PluginFailure> failures = new ArrayList<>();
  private final List<PluginWarning> warnings = new ArrayList<>();

  private PluginFolder(PluginHost host, PluginCatalog before) {
    this.host = host;
    this.before = before;
  }

  /**
   * Reads every entry.
   *
   * @param folder one that does not exist holds no plugins
   */
  public static PluginCatalog load(Path folder, PluginHost host) {
    return load(folder, host, PluginCatalog.of(List.of(), List.of()), ModelMakers.none());
  }

  /**
   * The same in a server.
   *
   * @param before what it has: the same bytes are the same plugin, and of an entry that fails now what
   *     was used before goes on
   */
  static PluginCatalog load(
      Path folder, PluginHost host, PluginCatalog before, ModelMakers makers) {
    PluginFolder reader = new PluginFolder(host, before);
    reader.readAll(folder);
    return PluginCatalog.of(reader.found, reader.failures, reader.warnings, makers);
  }

  /** Reads one entry, as {@link #load} reads each. */
  public static PluginCatalog loadHome(Path home, PluginHost host) {
    PluginFolder reader = new PluginFolder(host, PluginCatalog.of(List.of(), List.of()));
    reader.read(home);
    return PluginCatalog.of(reader.found, reader.failures, reader.warnings, ModelMakers.none());
  }

  private void readAll(Path folder) {
    try {
      PluginHome.list(folder, PluginFolder::isEntry).forEach(this::read);
    } catch (NoSuchFileException gone) {
      failWhole(folder, "there is no such folder of plugins");
    } catch (IOException unreadable) {
      failWhole(folder, "cannot be read as a folder: " + unreadable);
    }
  }

  /** A folder that cannot be seen now takes no plugin away. */
  private void failWhole(Path folder, String reason) {
    failures.add(new PluginFailure(PluginHome.name(folder), reason));
    found.addAll(before.plugins());
  }

  private static boolean isEntry(Path path) {
    String name = PluginHome.name(path);
    return Files.isDirectory(path) || name.endsWith(PluginHome.JAR)
        || name.endsWith(PluginArchive.ZIP);
  }

  private void read(Path path) {
    String name = PluginHome.name(path);
    try {
      PluginCode code = code(path);
      List<InstalledPlugin> same = same(code);
      if (same.isEmpty()) {
        host.checks().require(code);
        List<SettledPlugin> settled = code.settled();
        for (SettledPlugin plugin : settled) {
          take(name, plugin);
        }
      }
      found.addAll(same);
    } catch (UnusableException unusable) {
      fail(name, unusable.reason());
    } catch (IOException unreadable) {
      fail(name, "cannot be read: " + unreadable.getMessage());
    }
  }

  private void take(String name, SettledPlugin plugin) throws IOException, UnusableException {
    Optional<String> refusal = host.checks().refusal(plugin);
    if (refusal.isEmpty()) {
      found.add(new InstalledPlugin(name, plugin));
    } else {
      failures.add(
          new PluginFailure(name, refusal.get(), plugin.name(), plugin.version(), plugin.digest()));
    }
  }

  private PluginCode code(Path path) throws IOException, UnusableException {
    PluginHome home = new PluginHome(path);
    String name = home.name();
    if (!name.endsWith(PluginArchive.ZIP) || Files.isDirectory(path)) {
      List<Path> jars = home.jars();
      warnings.addAll(home.shadowed(jars));
      return new PluginCode(name, jars, host);
    }
    Path unpacked = host.keep().newFolder();
    try {
      PluginArchive.unpack(path, unpacked);
      List<Path> jars = new PluginHome(unpacked).jars();
      new PluginHome(unpacked).shadowed(jars)
          .forEach(warning -> warnings.add(new PluginWarning(name, warning.text())));
      String digest = PluginDigest.of(jars);
      return PluginCode.kept(name, host.keep().named(unpacked, digest), digest, host);
    } catch (IOException damaged) {
      PluginKeep.delete(unpacked);
      throw new UnusableException(String.valueOf(damaged.getMessage()));
    } catch (UnusableException failed) {
      PluginKeep.delete(unpacked);
      throw failed;
    }
  }

  /** What the server has of the same bytes, if it can still be opened: from a copy, or from here. */
  private List<InstalledPlugin> same(PluginCode code) {
    if (before.plugins().isEmpty()) {
      return List.of();
    }
    String digest = code.digest().orElse("");
    return before.plugins()
        .stream()
        .filter(had -> !digest.isEmpty() && HostedPlugin.digestOf(had.plugin()).equals(digest))
        .filter(had -> had.folder().equals(code.entry()) || lasts(had))
        .map(had -> new InstalledPlugin(code.entry(), had.plugin()))
        .toList();
  }

  private static boolean lasts(InstalledPlugin had) {
    return had.plugin() instanceof SettledPlugin settled && settled.code().lasts();
  }

  private void fail(String name, String reason) {
    List<InstalledPlugin> left = before.plugins()
        .stream()
        .filter(had -> had.folder().equals(name))
        .filter(PluginFolder::lasts)
        .toList();
    found.addAll(left);
    String goesOn = String.join(
        ", ",
        left.stream().map(had -> had.plugin().name() + " " + had.plugin().version()).toList());
    failures.add(
        new PluginFailure(
            name,
            left.isEmpty()
                ? reason
                : "%s; %s goes on as it was read before".formatted(reason, goesOn)));
  }
}
