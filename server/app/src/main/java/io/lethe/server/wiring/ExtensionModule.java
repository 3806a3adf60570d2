package io.lethe.server.wiring;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.ElementsIntoSet;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.engine.lifecycle.Engine;
import io.lethe.server.access.ServerAccess;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.extension.RunningExtension;
import io.lethe.server.extension.ServerExtension;
import io.lethe.server.extension.ServerParts;
import io.lethe.server.gateway.HttpMount;
import io.lethe.server.grpc.admission.AdmissionControl;
import io.lethe.store.ledger.SqlErasureLedger;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/** What modules on the class path add to the server. */
@Module
final class ExtensionModule {

  private ExtensionModule() {}

  /** Those that the settings ask for, with their files read. */
  static List<ServerExtension.Prepared> prepared(ServerConfig config, InstantSource clock) {
    return ServiceLoader.load(ServerExtension.class, ServerExtension.class.getClassLoader())
        .stream()
        .map(ServiceLoader.Provider::get)
        .map(extension -> extension.prepare(config, clock))
        .flatMap(Optional::stream)
        .toList();
  }

  @Provides
  static ServerParts parts(
      Engine engine, SqlErasureLedger ledger, InstallationKeys keys, ServerAccess access,
      AdmissionControl admission, Executors executors, InstantSource clock) {
    return new ServerParts(
        engine, ledger, keys, access, admission, executors.outgoing(), executors.timer(), clock);
  }

  @Provides
  @Singleton
  static List<RunningExtension> running(
      List<ServerExtension.Prepared> prepared, ServerParts parts) {
    return prepared.stream().map(each -> each.open(parts)).toList();
  }

  @Provides
  @ElementsIntoSet
  static Set<HttpMount> mounts(List<RunningExtension> running) {
    return running.stream().map(RunningExtension::mount).collect(Collectors.toUnmodifiableSet());
  }
}
