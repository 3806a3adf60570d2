package io.lethe.server.grpc.warm;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.local.LocalAddress;
import io.grpc.netty.shaded.io.netty.channel.local.LocalChannel;
import io.grpc.netty.shaded.io.netty.channel.local.LocalIoHandler;
import io.grpc.netty.shaded.io.netty.channel.local.LocalServerChannel;
import io.lethe.server.grpc.admission.AdmissionControl;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.RecommendationServiceGrpc.RecommendationServiceBlockingStub;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Calls of a server to itself. The JVM compiles what is called often; until then calls take ten times
 * as long, which the first thousand callers after a start would feel. The calls take the whole way of a
 * caller's, HTTP/2 and the interceptors included, but through memory: nobody else can connect. Their
 * answers are thrown away.
 */
public final class SelfCalls {

  /** At once: enough that every serving thread of a small machine has work. */
  private static final int CALLERS = 8;
  /** By then a call costs little more than it ever will. */
  private static final int CALLS_MAX = 10_000;
  private static final long END_SECONDS_MAX = 1;

  private final ServerServiceDefinition service;
  private final AdmissionControl admission;
  private final LongSupplier nanoClock;

  /**
   * Calls a service.
   *
   * @param service recommendations
   * @param admission of these calls alone, so that callers' places and counts are not touched
   */
  public SelfCalls(
      ServerServiceDefinition service, AdmissionControl admission, LongSupplier nanoClock) {
    this.service = service;
    this.admission = admission;
    this.nanoClock = nanoClock;
  }

  /**
   * What became of the calls.
   *
   * @param answered with what was asked for
   * @param failed with a status
   */
  public record Outcome(long answered, long failed) {}

  /**
   * Calls, by turns with each of the requests, until a time is over or {@value #CALLS_MAX} calls are; a
   * call under way when the time is over is given up.
   *
   * @param requests none for no calls
   * @throws IOException if there is no transport in memory
   */
  public Outcome during(Duration bound, List<RecommendRequest> requests) throws IOException {
    if (requests.isEmpty() || bound.isZero()) {
      return new Outcome(0, 0);
    }
    long end = nanoClock.getAsLong() + bound.toNanos();
    LocalAddress address = new LocalAddress(SelfCalls.class);
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, LocalIoHandler.newFactory());
    Server server = server(address, loops).start();
    ManagedChannel channel = channel(address, loops);
    try {
      return called(RecommendationServiceGrpc.newBlockingStub(channel), requests, end);
    } finally {
      end(channel, server);
      var _ = loops.shutdownGracefully();
    }
  }

  /** Before the threads that carry both: they have to be told that it is over. */
  private static void end(ManagedChannel channel, Server server) {
    try {
      channel.shutdownNow().awaitTermination(END_SECONDS_MAX, TimeUnit.SECONDS);
      server.shutdownNow().awaitTermination(END_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private Server server(LocalAddress address, EventLoopGroup loops) {
    return NettyServerBuilder.forAddress(address)
        .channelType(LocalServerChannel.class)
        .bossEventLoopGroup(loops)
        .workerEventLoopGroup(loops)
        .addService(service)
        .executor(Runnable::run)
        .addStreamTracerFactory(admission)
        .callExecutor(admission)
        .build();
  }

  private static ManagedChannel channel(LocalAddress address, EventLoopGroup loops) {
    return NettyChannelBuilder.forAddress(address)
        .channelType(LocalChannel.class, LocalAddress.class)
        .eventLoopGroup(loops)
        .usePlaintext()
        .directExecutor()
        .build();
  }

  private Outcome called(
      RecommendationServiceBlockingStub stub, List<RecommendRequest> requests, long end) {
    AtomicInteger turn = new AtomicInteger();
    AtomicLong answered = new AtomicLong();
    AtomicLong failed = new AtomicLong();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int k = 0; k < CALLERS; k++) {
        callers.execute(() -> {
          int call = turn.getAndIncrement();
          while (call < CALLS_MAX && left(end) > 0) {
            boolean done = isAnswered(
                stub.withDeadlineAfter(Math.max(1, left(end)), TimeUnit.NANOSECONDS),
                requests.get(call % requests.size()));
            (done ? answered : failed).incrementAndGet();
            call = turn.getAndIncrement();
          }
        });
      }
    }
    return new Outcome(answered.get(), failed.get());
  }

  private static boolean isAnswered(
      RecommendationServiceBlockingStub stub, RecommendRequest request) {
    try {
      var _ = stub.recommend(request);
      return true;
    } catch (StatusRuntimeException failure) {
      return false;
    }
  }

  private long left(long end) {
    return Thread.currentThread().isInterrupted() ? 0 : end - nanoClock.getAsLong();
  }
}
