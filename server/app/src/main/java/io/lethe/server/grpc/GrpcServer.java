package io.lethe.server.grpc;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.lethe.server.config.ServerConfig;
import io.lethe.v1.RecommendationServiceGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The services on a TCP port. */
public final class GrpcServer {

  private static final Duration CLIENT_PING_EVERY_MIN = Duration.ofSeconds(30);

  private final Server server;

  private GrpcServer(Server server) {
    this.server = server;
  }

  /**
   * Where calls run.
   *
   * @param serving recommendations
   * @param control everything else, so that nothing slow stands before a recommendation
   */
  public record CallThreads(Executor serving, Executor control) {}

  /** A server that does not listen yet. */
  public static GrpcServer of(
      List<io.grpc.ServerServiceDefinition> services, CallThreads threads, ServerConfig config) {
    ServerConfig.Serving serving = config.serving();
    return new GrpcServer(
        NettyServerBuilder
            .forAddress(new InetSocketAddress(config.listen().host(), config.listen().port()))
            .addServices(services)
            .executor(threads.control())
            .callExecutor(supplier(threads))
            .maxInboundMessageSize(serving.messageBytesMax())
            .maxConcurrentCallsPerConnection(serving.connectionCallsMax())
            .permitKeepAliveTime(CLIENT_PING_EVERY_MIN.toSeconds(), TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .build());
  }

  private static ServerCallExecutorSupplier supplier(CallThreads threads) {
    return new ServerCallExecutorSupplier() {
      @Override
      public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata metadata) {
        return RecommendationServiceGrpc.SERVICE_NAME.equals(
            call.getMethodDescriptor().getServiceName()) ? threads.serving() : threads.control();
      }
    };
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
