package io.lethe.server.wiring;

import dagger.Module;
import dagger.Provides;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.grpc.GrpcServer;
import io.lethe.server.grpc.GrpcServices;
import jakarta.inject.Singleton;

/** TCP. */
@Module
final class TransportModule {

  private TransportModule() {}

  @Provides
  @Singleton
  static GrpcServer server(GrpcServices services, Executors executors, ServerConfig config) {
    return GrpcServer.of(
        services.definitions(),
        new GrpcServer.CallThreads(executors.serving(), executors.control()), config);
  }
}
