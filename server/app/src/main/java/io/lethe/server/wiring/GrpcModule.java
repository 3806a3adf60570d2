package io.lethe.server.wiring;

import dagger.Module;
import dagger.Provides;
import io.lethe.engine.interaction.UserInteractions;
import io.lethe.engine.lifecycle.Engine;
import io.lethe.engine.plugin.folder.PluginShelf;
import io.lethe.server.access.ServerAccess;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.grpc.GrpcServices;
import io.lethe.server.grpc.audit.AuditRecorder;
import io.lethe.server.grpc.catalog.CatalogEndpoint;
import io.lethe.server.grpc.interaction.InteractionEndpoint;
import io.lethe.spi.PluginContext;
import io.lethe.store.ledger.SqlErasureLedger;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/** The services, whatever the transport. */
@Module
final class GrpcModule {

  private GrpcModule() {}

  @Provides
  @Singleton
  static GrpcServices services(
      GrpcServices.Shown shown, GrpcServices.World world, ServerConfig config,
      ServerAccess access) {
    return new GrpcServices(shown, world, config, access);
  }

  @Provides
  static GrpcServices.Shown shown(Engine engine, PluginShelf plugins, PluginContext context) {
    return new GrpcServices.Shown(
        engine, plugins, context, engine.log(), new CatalogEndpoint(engine.catalogs()),
        new InteractionEndpoint(
            engine.intake(),
            new UserInteractions(
                engine.log(), model -> engine.directory().models().containsKey(model)),
            engine.learner()));
  }

  @Provides
  static GrpcServices.World world(
      Executors executors, InstantSource clock, Supplier<UUID> ids, SqlErasureLedger ledger) {
    return new GrpcServices.World(
        executors.training(), executors.timer(), clock, ids, new SecureRandom(),
        new AuditRecorder(ledger.auditTrail(), clock));
  }
}
