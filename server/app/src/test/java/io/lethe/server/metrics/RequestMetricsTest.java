package io.lethe.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.grpc.Status;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestMetricsTest {

  private static final String RECOMMEND = "lethe.v1.RecommendationService/Recommend";
  private static final int CALLS = 20_000;
  /** Nothing is allocated for a call; the meter of allocations itself is a little coarse. */
  private static final long BYTES_MAX = 8;

  private final PrometheusMetricReader reader = PrometheusMetricReader.builder()
      .setOtelScopeLabelsEnabled(false)
      .setTargetInfoMetricEnabled(false)
      .build();
  private final SdkMeterProvider provider = SdkMeterProvider.builder()
      .registerMetricReader(reader)
      .build();
  private final RequestMetrics requests = new RequestMetrics();

  @AfterEach
  void close() {
    provider.close();
  }

  private void register() {
    requests.register(provider.get("lethe"), "movies"::equals);
  }

  /** What Prometheus would read. */
  private List<String> read() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrometheusRegistry registry = new PrometheusRegistry();
    registry.register(reader);
    PrometheusTextFormatWriter.create().write(text, registry.scrape());
    return text.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private void over(String method, String model, Status.Code code, Duration took) {
    requests.over(method, model, code, took.toNanos());
  }

  private static boolean has(List<String> lines, String start, String end) {
    return lines.stream().anyMatch(line -> line.startsWith(start) && line.endsWith(end));
  }

  @Test
  void over_calls_areCountedByMethodCodeAndModelAndTimed() throws IOException {
    over(RECOMMEND, "models/movies", Status.Code.OK, Duration.ofMillis(3));
    register();
    over(RECOMMEND, "models/movies", Status.Code.OK, Duration.ofMillis(3));
    over(RECOMMEND, "models/movies", Status.Code.OK, Duration.ofMillis(40));
    over(RECOMMEND, "models/movies", Status.Code.NOT_FOUND, Duration.ofMillis(1));
    over(RECOMMEND, "", Status.Code.RESOURCE_EXHAUSTED, Duration.ZERO);
    List<String> lines = read();
    String movies = "method=\"Recommend\",model=\"movies\"";
    String calls = "lethe_calls_total{code=\"";
    assertTrue(has(lines, calls + "OK\"," + movies, " 2.0"), lines::toString);
    assertTrue(has(lines, calls + "NOT_FOUND\"," + movies, " 1.0"), lines::toString);
    assertTrue(
        has(lines, calls + "RESOURCE_EXHAUSTED\",method=\"Recommend\",model=\"\"", " 1.0"),
        lines::toString);
    String bucket = "lethe_call_duration_seconds_bucket{" + movies + ",le=\"";
    assertTrue(has(lines, bucket + "0.002\"", " 1"), lines::toString);
    assertTrue(has(lines, bucket + "0.005\"", " 2"), lines::toString);
    assertTrue(has(lines, bucket + "0.05\"", " 3"), lines::toString);
  }

  @Test
  void over_whatCallersMakeUp_hasNoSeriesOfItsOwn() throws IOException {
    register();
    for (int k = 0; k < 5_000; k++) {
      over("evil.Service/M" + k, "models/movies", Status.Code.UNIMPLEMENTED, Duration.ZERO);
      over(RECOMMEND, "models/person-" + k, Status.Code.NOT_FOUND, Duration.ZERO);
      over(RECOMMEND, "person-" + k, Status.Code.INVALID_ARGUMENT, Duration.ZERO);
      over(
          "lethe.v1.ModelService/GetModelVersion", "models/movies/versions/" + k,
          Status.Code.NOT_FOUND, Duration.ZERO);
    }
    List<String> calls = read().stream()
        .filter(line -> line.startsWith("lethe_calls_total"))
        .toList();
    assertEquals(4, calls.size(), calls::toString);
    assertTrue(calls.stream().allMatch(line -> line.endsWith(" 5000.0")), calls::toString);
    assertTrue(
        has(
            calls,
            "lethe_calls_total{code=\"NOT_FOUND\",method=\"GetModelVersion\",model=\"movies\"", ""),
        calls::toString);
  }

  @Test
  void over_knownSeries_allocatesNothing() {
    register();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    measured(threads);
    long bytes = Long.MAX_VALUE;
    // The least of some: compilers allocate on threads of their own, but classes are loaded here.
    for (int run = 0; run < 5; run++) {
      bytes = Math.min(bytes, measured(threads));
    }
    assertTrue(bytes <= BYTES_MAX, bytes + " bytes a call");
  }

  private long measured(ThreadMXBean threads) {
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int k = 0; k < CALLS; k++) {
      requests.over(RECOMMEND, "models/movies", Status.Code.OK, 1_000_000L + k);
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
  }
}
