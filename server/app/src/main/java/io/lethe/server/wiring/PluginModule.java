package io.lethe.server.wiring;

import dagger.Module;
import dagger.Provides;
import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.plugin.PluginFolder;
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
  static PluginCatalog plugins(ServerConfig config) {
    return PluginFolder.load(config.pluginsFolder(), RecommenderPlugin.class.getClassLoader());
  }

  @Provides
  @Singleton
  static PluginContext context(Executors executors, ServerConfig config, InstantSource clock) {
    return new PluginContext(executors.compute(), config.computeThreads(), clock);
  }
}
