package io.lethe.server.grpc;

import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.lethe.server.access.AdministrationElsewhere;
import io.lethe.server.config.AccessConfig;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.config.Settings;
import io.lethe.server.errors.RefusedPort;
import io.lethe.server.grpc.admission.AdmissionControl;
import io.lethe.server.grpc.admission.ConnectionWatches;
import io.lethe.server.grpc.admission.Sockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The services on a TCP port; what is for administration on another, if that is asked for. */
public final class GrpcServer {

  /** proto/README.md says so to callers. */
  private static final Duration CLIENT_PING_EVERY_MIN = Duration.ofSeconds(30);
  /** Connections without calls are closed: forgotten ones must not add up. */
  private static final Duration CONNECTION_IDLE_MAX = Duration.ofMinutes(30);
  /** Streams that a connection may reset in a while: a client that gives up calls needs far fewer. */
  private static final int RESETS_MAX = 2_000;
  private static final Duration RESETS_WINDOW = Duration.ofSeconds(10);

  private final ServerConfig config;
  private final Server open;
  private final @Nullable Server admin;
  private final Sockets sockets;

  private GrpcServer(ServerConfig config, Server open, @Nullable Server admin, Sockets sockets) {
    this.config = config;
    this.open = open;
    this.admin = admin;
    this.sockets = sockets;
  }

  /**
   * A server that does not listen yet. Calls begin on the transport's threads, where it is decided
   * whether they are taken, and go on where the admission has them run.
   */
  public static GrpcServer of(
      List<ServerServiceDefinition> services, AdmissionControl admission, ServerConfig config,
      ServerCredentials credentials) {
    Sockets sockets = new Sockets();
    if (!config.access().isSecured()) {
      return new GrpcServer(
          config,
          listener(at(config.listen(), config, credentials, sockets), services, admission, config)
              .build(),
          null, sockets);
    }
    return new GrpcServer(
        config,
        listener(
            at(config.listen(), config, credentials, sockets), PublicMethods.of(services),
            admission, config).fallbackHandlerRegistry(new AdministrationElsewhere(services))
            .build(),
        listener(
            at(config.access().admin(), config, credentials, sockets), services,
            admission.forAdministration(), config).build(),
        sockets);
  }

  private static NettyServerBuilder at(
      ServerConfig.Listen listen, ServerConfig config, ServerCredentials credentials,
      Sockets sockets) {
    InetSocketAddress address = new InetSocketAddress(listen.host(), listen.port());
    return sockets.bound(
        NettyServerBuilder.forAddress(address, credentials), config.callLimits().connectionsMax());
  }

  private static NettyServerBuilder listener(
      NettyServerBuilder port, List<ServerServiceDefinition> services, AdmissionControl admission,
      ServerConfig config) {
    return port.addServices(services)
        .executor(Runnable::run)
        .addStreamTracerFactory(admission)
        .callExecutor(admission)
        .addTransportFilter(new ConnectionWatches(config.callLimits().connectionWatchesMax()))
        .maxInboundMessageSize(config.serving().messageBytesMax())
        .maxConcurrentCallsPerConnection(config.serving().connectionCallsMax())
        .permitKeepAliveTime(CLIENT_PING_EVERY_MIN.toSeconds(), TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .maxRstFramesPerWindow(RESETS_MAX, (int) RESETS_WINDOW.toSeconds())
        .maxConnectionIdle(CONNECTION_IDLE_MAX.toSeconds(), TimeUnit.SECONDS);
  }

  /**
   * Listens.
   *
   * @throws IOException if a port is taken or an address is not this machine's
   */
  public void start() throws IOException {
    listen(open, "the server", config.listen(), Settings.LISTEN_PORT.key());
    if (admin != null) {
      listen(admin, "administration", config.access().admin(), AccessConfig.ADMIN_PORT_KEY);
    }
  }

  private static void listen(Server server, String what, ServerConfig.Listen at, String setting)
      throws IOException {
    try {
      server.start();
    } catch (IOException refusal) {
      throw new RefusedPort(what, at.host(), at.port(), setting, refusal);
    }
  }

  /** The port it listens on. */
  public int port() {
    return open.getPort();
  }

  /** The port of administration, if it has one of its own. */
  public OptionalInt adminPort() {
    return admin == null ? OptionalInt.empty() : OptionalInt.of(admin.getPort());
  }

  /** Takes no new calls, waits for those under way, and cancels what is left after the drain. */
  public void stop(Duration drain) {
    open.shutdown();
    if (admin != null) {
      admin.shutdown();
      end(admin, drain);
    }
    end(open, drain);
    sockets.close();
  }

  private static void end(Server server, Duration drain) {
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
