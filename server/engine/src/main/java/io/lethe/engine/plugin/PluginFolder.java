package io.lethe.engine.plugin;

import io.lethe.engine.plugin.PluginHome.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the plugin folder of a distribution: every folder in it that holds jars is one plugin's home.
 * A folder that fails, or does not answer in time, is reported; the others are not affected. The class
 * loaders live as long as the process.
 */
public final class PluginFolder {

  private static final Logger LOG = LoggerFactory.getLogger(PluginFolder.class);

  private final ClassLoader host;
  private final PluginLoading loading;
  private final List<InstalledPlugin> found = new ArrayList<>();
  private final List<PluginFailure> failures = new ArrayList<>();
  private final List<PluginWarning> warnings = new ArrayList<>();

  private PluginFolder(ClassLoader host, PluginLoading loading) {
    this.host = host;
    this.loading = loading;
  }

  /**
   * Loads every plugin.
   *
   * @param folder of the distribution; one that does not exist holds no plugins
   * @param host loader of the SPI and the kernels
   */
  public static PluginCatalog load(Path folder, ClassLoader host, PluginLoading loading) {
    return load(folder, host, loading, ModelMakers.none());
  }

  /**
   * The same in a server that has models.
   *
   * @param makers of its models: of namesakes the one that made them is used
   */
  public static PluginCatalog load(
      Path folder, ClassLoader host, PluginLoading loading, ModelMakers makers) {
    PluginFolder reader = new PluginFolder(host, loading);
    reader.readAll(folder);
    return reader.catalog(makers);
  }

  /** Loads the plugins of one home, as {@link #load} loads each. */
  public static PluginCatalog loadHome(Path home, ClassLoader host, PluginLoading loading) {
    PluginFolder reader = new PluginFolder(host, loading);
    reader.read(home);
    return reader.catalog(ModelMakers.none());
  }

  private PluginCatalog catalog(ModelMakers makers) {
    return PluginCatalog.of(found, failures, warnings, makers);
  }

  private void readAll(Path folder) {
    if (!Files.isDirectory(folder)) {
      fail(PluginHome.name(folder), "there is no such folder of plugins");
      return;
    }
    try {
      for (Path loose : PluginHome.list(folder, PluginFolder::isPacked)) {
        fail(
            PluginHome.name(loose),
            "is ignored: put it into a folder of its own" + (isJar(loose) ? "" : ", unpacked"));
      }
      for (Path home : PluginHome.list(folder, Files::isDirectory)) {
        read(home);
      }
    } catch (IOException unreadable) {
      fail(PluginHome.name(folder), "cannot be read: " + unreadable.getMessage());
    }
  }

  private static boolean isPacked(Path file) {
    return isJar(file) || PluginHome.name(file).endsWith(".zip");
  }

  private static boolean isJar(Path file) {
    return PluginHome.name(file).endsWith(".jar");
  }

  private void fail(String folder, String reason) {
    failures.add(new PluginFailure(folder, reason));
  }

  private void read(Path folder) {
    PluginHome home = new PluginHome(folder, host);
    try {
      List<Path> jars = home.jars();
      warnings.addAll(home.shadowed(jars));
      Loaded loaded = guarded(home, jars);
      found.addAll(loaded.plugins);
      loaded.failure.ifPresent(reason -> fail(home.name(), reason));
    } catch (UnusableException unusable) {
      fail(home.name(), String.valueOf(unusable.getMessage()));
    } catch (IOException unreadable) {
      fail(home.name(), "cannot be read: " + unreadable.getMessage());
    }
  }

  /** What a folder yielded. */
  private record Loaded(List<InstalledPlugin> plugins, Optional<String> failure) {

    static Loaded not(String reason) {
      return new Loaded(List.of(), Optional.of(reason));
    }
  }

  private static Loaded loaded(PluginHome home, List<Path> jars) {
    try {
      return new Loaded(home.load(jars), Optional.empty());
    } catch (UnusableException unusable) {
      return Loaded.not(String.valueOf(unusable.getMessage()));
    } catch (IOException unreadable) {
      return Loaded.not("cannot be read: " + unreadable.getMessage());
    } catch (RuntimeException | Error bad) {
      // Whatever it is, it is this plugin's; the others are not affected.
      return Loaded.not(LoadingFault.text(bad));
    }
  }

  private Loaded guarded(PluginHome home, List<Path> jars) {
    GuardedCall<Loaded> call = new GuardedCall<>(() -> loaded(home, jars));
    loading.threads().execute(call);
    try {
      return call.result().get(loading.max().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      String reason = "was not loaded within %d s%s".formatted(
          loading.max().toSeconds(),
          call.frames()
              .flatMap(PluginTrace::own)
              .map(at -> PluginTrace.at("; it still is", at))
              .orElse(""));
      end(call, home);
      return Loaded.not(reason);
    } catch (ExecutionException thrown) {
      throw GuardedCall.rethrown(thrown);
    } catch (InterruptedException stopped) {
      end(call, home);
      Thread.currentThread().interrupt();
      return Loaded.not("was not loaded: the start was interrupted");
    }
  }

  private void end(GuardedCall<Loaded> call, PluginHome home) {
    call.interrupt();
    if (!call.endsWithin(loading.grace())) {
      LOG.error(
          "the loading of plugin folder {} does not end when interrupted; its thread goes on",
          home.name());
    }
  }
}
