package io.lethe.clients;

import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lethe.server.access.ServerAccess;
import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.gateway.GatewayServer;
import io.lethe.server.grpc.admission.AdmissionControl;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The server's own gateway once more, before each troublemaker: plain HTTP, and everybody may call. */
final class Gateways implements AutoCloseable {

  private final ServerConfig config = ServerConfig
      .of(ConfigLoader.load(Map.of("gateway.port", "0"), Map.of(), null, Map.of()));
  private final ServerAccess access = new ServerAccess(config.access(), InstantSource.system());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AdmissionControl admission = new AdmissionControl(
      new AdmissionControl.CallThreads(
          threads, threads, threads, threads, threads, Runtime.getRuntime().availableProcessors()),
      config.callLimits(), System::nanoTime);

  /** One that listens, on a free port. */
  GatewayServer before(FaultProxy troublemaker) throws IOException {
    GatewayServer gateway = new GatewayServer(
        new GatewayServer.Offered(
            troublemaker.services()
                .stream()
                .map(ServerInterceptors::useInputStreamMessages)
                .toList(),
            Gateways::status, admission),
        config, access, Set.of());
    gateway.start();
    return gateway;
  }

  private static StatusRuntimeException status(Throwable failure) {
    return failure instanceof StatusRuntimeException known
        ? known
        : Status.INTERNAL.withCause(failure).asRuntimeException();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
