package io.lethe.server.grpc;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.grpc.admission.AdmissionControl;
import io.lethe.server.grpc.admission.ConnectionWatches;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The services on a TCP port. */
public final class GrpcServer {

  private static final Duration CLIENT_PING_EVERY_MIN = Duration.ofSeconds(30);
  /** Connections without calls are closed: forgotten ones must not add up. */
  private static final Duration CONNECTION_IDLE_MAX = Duration.ofMinutes(30);

  private final Server server;

  private GrpcServer(Server server) {
    this.server = server;
  }

  /**
   * A server that does not listen yet. Calls begin on the transport's threads, where it is decided
   * whether they are taken, and go on where the admission has them run.
   */
  public static GrpcServer of(
      List<io.grpc.ServerServiceDefinition> services, AdmissionControl admission,
      ServerConfig config) {
    ServerConfig.Serving serving = config.serving();
    return new GrpcServer(
        NettyServerBuilder
            .forAddress(new InetSocketAddress(config.listen().host(), config.listen().port()))
            .addServices(services)
            .executor(Runnable::run)
            .addStreamTracerFactory(admission)
            .callExecutor(admission)
            .addTransportFilter(new ConnectionWatches(config.callLimits().connectionWatchesMax()))
            .maxInboundMessageSize(serving.messageBytesMax())
            .maxConcurrentCallsPerConnection(serving.connectionCallsMax())
            .permitKeepAliveTime(CLIENT_PING_EVERY_MIN.toSeconds(), TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .maxConnectionIdle(CONNECTION_IDLE_MAX.toSeconds(), TimeUnit.SECONDS)
            .build());
  }

  /**
   * Listens.
   *
   * @throws IOException if the port is taken or the address is not this machine's
   */
  public void start() throws IOException {
    server.start();
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  /** Takes no new calls, waits for those under way, and cancels what is left after the drain. */
  public void stop(Duration drain) {
    server.shutdown();
    try {
      if (!server.awaitTermination(drain.toNanos(), TimeUnit.NANOSECONDS)) {
        server.shutdownNow();
        server.awaitTermination();
      }
    } catch (InterruptedException stopped) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
