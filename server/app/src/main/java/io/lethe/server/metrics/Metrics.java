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
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
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
   * @param requests told of every call
   * @param build the server's version, such as {@code 0.1.0}
   */
  public record Measured(
      Engine engine, Plugins plugins, AccessCounts access, AdmissionControl admission,
      RequestMetrics requests, String build) {}

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
    PrometheusRegistry process = new PrometheusRegistry();
    SdkMeterProvider provider = SdkMeterProvider.builder()
        .registerMetricReader(reader(port, process))
        .build();
    listening = new Listening(provider, port);
    register(provider.get(SCOPE));
    registerProcess(process);
  }

  private void register(Meter meter) {
    Engine engine = measured.engine();
    new ErasureMetrics(engine.erasures(), () -> engine.registry().models().keySet(), clock)
        .register(meter);
    new ModelMetrics(engine).register(meter);
    new QualityMetrics(engine.registry()).register(meter);
    TrainingMetrics.register(meter, engine.events());
    new CallMetrics(measured).register(meter);
    measured.requests().register(meter, ModelNames.of(engine));
  }

  /** Of the JVM and its process, by the names that they have everywhere. */
  private void registerProcess(PrometheusRegistry process) {
    // OpenTelemetry's exporter takes the end off a name like this.
    Info.builder()
        .name("lethe_build_info")
        .help("Always 1; the labels tell what runs")
        .labelNames("version")
        .register(process)
        .setLabelValues(measured.build());
    JvmMemoryMetrics.builder().register(process);
    JvmGarbageCollectorMetrics.builder().register(process);
    JvmBufferPoolMetrics.builder().register(process);
    JvmThreadsMetrics.builder().register(process);
    JvmRuntimeInfoMetric.builder().register(process);
    ProcessMetrics.builder().register(process);
  }

  private PrometheusHttpServer reader(int port, PrometheusRegistry registry) throws IOException {
    try {
      return PrometheusHttpServer.builder()
          .setHost(config.host())
          .setPort(port)
          .setPrometheusRegistry(registry)
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
