package io.lethe.server.wiring;

import dagger.Module;
import dagger.Provides;
import io.lethe.engine.lifecycle.EnginePorts;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionLedger;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.plugin.ModelMakers;
import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.plugin.PluginFolder;
import io.lethe.engine.plugin.PluginLoading;
import io.lethe.server.config.ServerConfig;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderPlugin;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The plugins, and what they are lent. */
@Module
final class PluginModule {

  private PluginModule() {}

  @Provides
  @Singleton
  static PluginCatalog plugins(ServerConfig config, EnginePorts ports) {
    return PluginFolder.load(
        config.pluginsFolder(), RecommenderPlugin.class.getClassLoader(),
        PluginLoading.within(config.pluginLimits()), makers(ports.ledger()));
  }

  private static ModelMakers makers(VersionLedger versions) {
    ModelMakers makers = ModelMakers.none();
    for (ModelName model : versions.models()) {
      for (VersionRecord stored : versions.stored(model)) {
        makers = makers.with(stored.manifest().plugin(), stored.manifest().pluginVersion());
      }
    }
    return makers;
  }

  @Provides
  @Singleton
  static PluginContext context(Executors executors, ServerConfig config, InstantSource clock) {
    return new PluginContext(executors.compute(), config.computeThreads(), clock);
  }
}
