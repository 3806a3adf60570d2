package io.lethe.server.wiring;

import dagger.Module;
import dagger.Provides;
import io.lethe.engine.catalog.CatalogParts;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.engine.erasure.run.ErasureConfig;
import io.lethe.engine.erasure.run.ErasureThreads;
import io.lethe.engine.erasure.run.ErasureTime;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.lifecycle.Engine;
import io.lethe.engine.lifecycle.EngineConfig;
import io.lethe.engine.lifecycle.EngineIdentity;
import io.lethe.engine.lifecycle.EnginePorts;
import io.lethe.engine.lifecycle.EngineThreads;
import io.lethe.engine.lifecycle.RetrainingConfig;
import io.lethe.engine.plugin.PluginThreads;
import io.lethe.engine.plugin.Plugins;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.filter.CelFilters;
import io.lethe.server.grpc.WireReceipts;
import io.lethe.spi.PluginContext;
import io.lethe.store.ledger.SqlErasureLedger;
import io.lethe.unlearning.UnlearningConfig;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/** The engine with its threads, its clock and its bounds. */
@Module
final class EngineModule {

  private EngineModule() {}

  @Provides
  @Singleton
  static Executors executors(ServerConfig config) {
    return new Executors(
        config.serving().threads(), config.computeThreads(), config.callLimits(),
        config.pluginLimits().abandonedMax());
  }

  @Provides
  @Singleton
  static CatalogParts catalogs(SqlErasureLedger ledger, Executors executors, ServerConfig config) {
    return new CatalogParts(
        ledger.catalogs(), new CelFilters(), config.catalogBytesMax(), executors.filters());
  }

  @Provides
  static Supplier<UUID> ids() {
    return UUID::randomUUID;
  }

  @Provides
  static EngineConfig engineConfig(ServerConfig config) {
    EngineConfig usual = EngineConfig.defaults();
    return new EngineConfig(
        config.serving().drain(), config.cacheItemsMax(), config.versions().keptMax(),
        config.versions().rebaseWithin(), config.versions().aliasesMax(), usual.trainAttemptsMax(),
        ErasureConfig.defaults().with(config.erasures().policy(), config.erasures().legalTerm()),
        RetrainingConfig
            .of(
                config.retraining().automatic(), config.retraining().newRowsShare(),
                config.retraining().every(), config.retraining().takeoverBound(),
                config.retraining().pause())
            .at(config.retraining().times()),
        config.learning(), config.effort(), unlearning(config), config.pluginLimits(),
        config.families());
  }

  private static UnlearningConfig unlearning(ServerConfig config) {
    UnlearningConfig usual = UnlearningConfig.defaults()
        .withResidualBudget(config.retraining().residualBudget());
    return config.erasures().movesSharedLayers()
        ? usual.with(UnlearningConfig.SharedBlocks.moving())
        : usual;
  }

  @Provides
  static EngineThreads threads(Executors executors, PluginContext plugins) {
    return new EngineThreads(
        new ErasureThreads(executors.erasure(), executors.housekeeping(), executors.timer()),
        executors.retraining(), executors.learning(), plugins,
        new PluginThreads(executors.plugins(), executors::servingLost));
  }

  @Provides
  @Singleton
  static Engine engine(
      EnginePorts ports, Plugins plugins, EngineIdentity identity, EngineThreads threads,
      ErasureTime time, EngineConfig config, Failpoints failpoints) {
    return new Engine(ports, plugins, identity, threads, time, config, failpoints);
  }

  @Provides
  static ErasureTime time(InstantSource clock, Supplier<UUID> ids) {
    return new ErasureTime(clock, System::nanoTime, ids);
  }

  @Provides
  static EngineIdentity identity(InstallationKeys keys, @Named("build") String build) {
    return new EngineIdentity(keys, new WireReceipts(), build);
  }

  @Provides
  @Named("build")
  static String build() {
    return "lethe " + ServerBuild.version();
  }
}
