package io.lethe.server.wiring;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.Multibinds;
import io.lethe.engine.lifecycle.Engine;
import io.lethe.engine.plugin.Plugins;
import io.lethe.server.access.ServerAccess;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.gateway.GatewayServer;
import io.lethe.server.gateway.HttpMount;
import io.lethe.server.grpc.GrpcServer;
import io.lethe.server.grpc.GrpcServices;
import io.lethe.server.grpc.admission.AdmissionControl;
import io.lethe.server.grpc.warm.SelfCalls;
import io.lethe.server.logs.EngineLog;
import io.lethe.server.metrics.Metrics;
import io.lethe.server.metrics.RequestMetrics;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Set;

/** TCP. */
@Module
abstract class TransportModule {

  private TransportModule() {}

  @Provides
  @Singleton
  static GrpcServer server(
      GrpcServices services, AdmissionControl admission, ServerConfig config, ServerAccess access) {
    return GrpcServer.of(services.definitions(), admission, config, access.credentials());
  }

  @Provides
  @Singleton
  static GatewayServer gateway(
      GrpcServices services, AdmissionControl admission, ServerConfig config, ServerAccess access,
      Set<HttpMount> mounts) {
    return new GatewayServer(
        new GatewayServer.Offered(services.definitions(), services::status, admission), config,
        access, mounts);
  }

  /** What else is on the gateway's port: {@code @Provides @IntoSet} in a module adds to it. */
  @Multibinds
  abstract Set<HttpMount> mounts();

  @Provides
  @Singleton
  static Metrics metrics(
      Metrics.Measured measured, ServerConfig config, InstantSource clock, Executors executors) {
    return new Metrics(config.metrics(), measured, clock, executors.metrics());
  }

  @Provides
  @Singleton
  static EngineLog log(Engine engine, InstantSource clock) {
    return new EngineLog(engine, clock);
  }

  @Provides
  static Metrics.Measured measured(
      Engine engine, Plugins plugins, ServerAccess access, AdmissionControl admission,
      RequestMetrics requests) {
    return new Metrics.Measured(
        engine, plugins, access.counts(), admission, requests, ServerBuild.version());
  }

  @Provides
  static AdmissionControl.CallThreads callThreads(Executors executors) {
    return new AdmissionControl.CallThreads(
        executors.serving(), executors.batches(), executors.unlearning(), executors.intake(),
        executors.control(), executors.servingThreads());
  }

  @Provides
  @Singleton
  static AdmissionControl admission(
      AdmissionControl.CallThreads threads, ServerConfig config, RequestMetrics requests,
      ServerAccess access) {
    return new AdmissionControl(
        threads, config.callLimits(), System::nanoTime, requests, GrpcServices.sharers(access));
  }

  @Provides
  @Singleton
  static RequestMetrics requests() {
    return new RequestMetrics();
  }

  @Provides
  static SelfCalls selfCalls(
      GrpcServices services, Engine engine, AdmissionControl.CallThreads threads,
      ServerConfig config) {
    return new SelfCalls(
        services.recommendations(engine.recommenderBeside()),
        new AdmissionControl(threads, config.callLimits(), System::nanoTime), System::nanoTime);
  }
}
