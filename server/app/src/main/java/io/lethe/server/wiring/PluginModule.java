package io.lethe.server.wiring;

import dagger.Binds;
import dagger.Module;
import dagger.Provides;
import io.lethe.engine.lifecycle.EnginePorts;
import io.lethe.engine.model.VersionLedger;
import io.lethe.engine.plugin.Plugins;
import io.lethe.engine.plugin.folder.CheckRecords;
import io.lethe.engine.plugin.folder.PluginHost;
import io.lethe.engine.plugin.folder.PluginKeep;
import io.lethe.engine.plugin.folder.PluginLoading;
import io.lethe.engine.plugin.folder.PluginShelf;
import io.lethe.server.config.PluginRules;
import io.lethe.server.config.ServerConfig;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.store.folder.DataFolder;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;

/** The plugins, and what they are lent. */
@Module
abstract class PluginModule {

  private PluginModule() {}

  @Binds
  abstract Plugins plugins(PluginShelf shelf);

  @Provides
  @Singleton
  static PluginShelf shelf(ServerConfig config, EnginePorts ports, DataFolder folder) {
    PluginRules rules = config.pluginRules();
    String build = ServerBuild.version();
    return new PluginShelf(
        config.pluginsFolder(),
        new PluginHost(
            RecommenderPlugin.class.getClassLoader(),
            PluginLoading.within(config.pluginLimits()).toldWhole(rules.development()),
            PluginKeep.in(folder.plugins(), build),
            rules.requireCheck()
                ? CheckRecords.required(config.pluginsFolder(), build)
                : CheckRecords.none()),
        () -> makers(ports.ledger()));
  }

  /** Digests of the plugins that made the stored versions. */
  private static Set<String> makers(VersionLedger versions) {
    return versions.models()
        .stream()
        .flatMap(model -> versions.stored(model).stream())
        .map(stored -> stored.manifest().pluginDigest())
        .filter(digest -> !digest.isEmpty())
        .collect(Collectors.toSet());
  }

  @Provides
  @Singleton
  static PluginContext context(Executors executors, ServerConfig config, InstantSource clock) {
    return new PluginContext(executors.compute(), config.computeThreads(), clock);
  }
}
