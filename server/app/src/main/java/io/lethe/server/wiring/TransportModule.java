package io.lethe.server.wiring;

import dagger.Module;
import dagger.Provides;
import io.lethe.server.access.ServerAccess;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.grpc.GrpcServer;
import io.lethe.server.grpc.GrpcServices;
import io.lethe.server.grpc.admission.AdmissionControl;
import jakarta.inject.Singleton;

/** TCP. */
@Module
final class TransportModule {

  private TransportModule() {}

  @Provides
  @Singleton
  static GrpcServer server(
      GrpcServices services, AdmissionControl admission, ServerConfig config, ServerAccess access) {
    return GrpcServer.of(services.definitions(), admission, config, access.credentials());
  }

  @Provides
  @Singleton
  static AdmissionControl admission(Executors executors, ServerConfig config) {
    return new AdmissionControl(
        new AdmissionControl.CallThreads(
            executors.serving(), executors.unlearning(), executors.control()),
        config.callLimits(), System::nanoTime);
  }
}
