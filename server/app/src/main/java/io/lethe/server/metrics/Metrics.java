package io.lethe.server.metrics;

import io.lethe.engine.lifecycle.Engine;
import io.lethe.engine.plugin.Plugins;
import io.lethe.server.access.AccessCounts;
import io.lethe.server.config.MetricsConfig;
import io.lethe.server.errors.RefusedPort;
import io.lethe.server.grpc.admission.AdmissionControl;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.exporter.prometheus.PrometheusHttpServer;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Offers the server's metrics to Prometheus over HTTP, if it is to. Closing it ends that. */
public final class Metrics implements AutoCloseable {

  private static final String SCOPE = "lethe";

  private final MetricsConfig config;
  private final Measured measured;
  private final InstantSource clock;
  private final ExecutorService threads;
  private volatile @Nullable Listening listening;

  private record Listening(SdkMeterProvider provider, int port) {}

  /**
   * Counts nothing and listens nowhere before {@link #start}.
   *
   * @param threads answer who reads
   */
  public Metrics(
      MetricsConfig config, Measured measured, InstantSource clock, ExecutorService threads) {
    this.config = config;
    this.measured = measured;
    this.clock = clock;
    this.threads = threads;
  }

  /**
   * What is measured.
   *
   * @param plugins whose folders may have failed
   */
  public record Measured(
      Engine engine, Plugins plugins, AccessCounts access, AdmissionControl admission) {}

  /**
   * Counts from now on, and listens, if it is to. Once, before the engine starts.
   *
   * @throws IOException if the port is taken
   */
  public void start() throws IOException {
    if (!config.enabled()) {
      return;
    }
    int port = config.port() == 0 ? freePort(config.host()) : config.port();
    SdkMeterProvider provider = SdkMeterProvider.builder()
        .registerMetricReader(reader(port))
        .build();
    listening = new Listening(provider, port);
    Meter meter = provider.get(SCOPE);
    new ErasureMetrics(measured.engine().erasures(), clock).register(meter);
    new ModelMetrics(measured.engine()).register(meter);
    new CallMetrics(measured).register(meter);
  }

  private PrometheusHttpServer reader(int port) throws IOException {
    try {
      return PrometheusHttpServer.builder()
          .setHost(config.host())
          .setPort(port)
          .setExecutor(threads)
          // The other kind is reused, which readers on several threads must not see.
          .setMemoryMode(MemoryMode.IMMUTABLE_DATA)
          .setOtelScopeLabelsEnabled(false)
          .setTargetInfoMetricEnabled(false)
          .build();
    } catch (UncheckedIOException taken) {
      throw new RefusedPort(
          "the page of metrics", config.host(), port, MetricsConfig.PORT.key(),
          Objects.requireNonNull(taken.getCause()));
    }
  }

  /** The library does not tell which one it would choose. */
  private static int freePort(String host) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    }
  }

  /** Where it listens; empty if it does not. */
  public OptionalInt port() {
    Listening now = listening;
    return now == null ? OptionalInt.empty() : OptionalInt.of(now.port());
  }

  @Override
  public void close() {
    Listening now = listening;
    if (now != null) {
      now.provider().close();
    }
  }
}
