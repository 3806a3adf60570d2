package io.lethe.server.wiring;

import dagger.Module;
import dagger.Provides;
import io.lethe.server.access.ServerAccess;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.grpc.GrpcServer;
import io.lethe.server.grpc.GrpcServices;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** TCP, and who may call. */
@Module
final class TransportModule {

  private TransportModule() {}

  @Provides
  @Singleton
  static GrpcServer server(
      GrpcServices services, Executors executors, ServerConfig config, ServerAccess access) {
    return GrpcServer.of(
        services.definitions(),
        new GrpcServer.CallThreads(executors.serving(), executors.control()), config,
        access.credentials());
  }

  @Provides
  @Singleton
  static ServerAccess access(ServerConfig config, InstantSource clock) {
    return new ServerAccess(config.access(), clock);
  }
}
