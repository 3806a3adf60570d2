package io.lethe.server.wiring;

import dagger.Module;
import dagger.Provides;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.hook.TrainingHook;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/** What the operator is told. */
@Module
final class HookModule {

  private HookModule() {}

  @Provides
  @Singleton
  static TrainingHook trainings(
      ServerConfig config, InstallationKeys keys, InstantSource clock, Supplier<UUID> ids,
      Executors executors) {
    return new TrainingHook(
        config.elsewhere(), new TrainingHook.World(
            keys.signing().getPrivate(), clock, ids, executors.outgoing(), executors.timer()));
  }
}
