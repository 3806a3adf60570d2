package io.lethe.server.metrics;

import io.grpc.Status;
import io.lethe.server.access.MethodRoles;
import io.lethe.server.grpc.admission.CallMeter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls by method, code and model, and times those of unary methods. What a caller makes up, as
 * method or model, has no series of its own. Counts nothing before {@link #register}, and allocates
 * nothing for a call whose series is there. Thread-safe.
 */
public final class RequestMetrics implements CallMeter {

  /** Answers come as the server gets on, or the caller: how long that takes says nothing of calls. */
  private static final Set<String> LASTING = Set
      .of("WatchErasure", "WaitOperation", "ImportInteractions", "Watch", "ServerReflectionInfo");
  private static final String OTHER = "other";
  private static final String MODELS = "models/";
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("method");
  private static final AttributeKey<String> CODE = AttributeKey.stringKey("code");
  private static final List<Double> SECONDS = List.of(
      0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
      30.0);
  private static final double NANOS_PER_SECOND = 1e9;

  private final Map<String, ByModel> methods = new HashMap<>();
  private final ByModel others = new ByModel(OTHER);
  private volatile @Nullable Instruments instruments;

  private record Instruments(
      LongCounter calls, DoubleHistogram seconds, Predicate<String> isModel) {}

  public RequestMetrics() {
    for (String method : MethodRoles.methods()) {
      methods.put(method, new ByModel(method.substring(method.lastIndexOf('/') + 1)));
    }
  }

  /**
   * Counts from now on.
   *
   * @param isModel whether there is a model of a name
   */
  void register(Meter meter, Predicate<String> isModel) {
    instruments = new Instruments(
        meter.counterBuilder("lethe.calls").setDescription("Calls that are over, by code").build(),
        meter.histogramBuilder("lethe.call.duration")
            .setUnit("s")
            .setDescription("From a call's arrival until its answer was sent, unary methods")
            .setExplicitBucketBoundariesAdvice(SECONDS)
            .build(),
        isModel);
  }

  @Override
  public void over(String method, String model, Status.Code code, long nanos) {
    Instruments now = instruments;
    if (now != null) {
      methods.getOrDefault(method, others).over(now, model, code, nanos);
    }
  }

  /** The series of one method. */
  private static final class ByModel {

    private final String method;
    private final boolean timed;
    private final Labels unknown;
    /** By the model's name as callers write it, of models that there are. */
    private final Map<String, Labels> known = new ConcurrentHashMap<>();

    ByModel(String method) {
      this.method = method;
      this.timed = !LASTING.contains(method) && !method.equals(OTHER);
      this.unknown = Labels.of(method, "");
    }

    void over(Instruments to, String model, Status.Code code, long nanos) {
      Labels labels = model.isEmpty() ? unknown : known.get(model);
      if (labels == null) {
        labels = named(model, to.isModel());
      }
      to.calls().add(1, labels.byCode()[code.value()]);
      if (timed) {
        to.seconds().record(nanos / NANOS_PER_SECOND, labels.all());
      }
    }

    /** A version's or an alias's name is its model's, and is not kept: there may be many. */
    private Labels named(String name, Predicate<String> isModel) {
      int end = name.indexOf('/', MODELS.length());
      String model = name.startsWith(MODELS)
          ? name.substring(MODELS.length(), end < 0 ? name.length() : end)
          : "";
      return model.isEmpty() || !isModel.test(model)
          ? unknown
          : known.computeIfAbsent(MODELS + model, absent -> Labels.of(method, model));
    }
  }

  /**
   * The labels of one method and model.
   *
   * @param byCode with the code's name, at the code's number
   */
  private record Labels(Attributes all, Attributes[] byCode) {

    static Labels of(String method, String model) {
      Attributes all = Attributes.of(METHOD, method, ErasureMetrics.MODEL, model);
      return new Labels(
          all,
          Arrays.stream(Status.Code.values())
              .map(code -> all.toBuilder().put(CODE, code.name()).build())
              .toArray(Attributes[]::new));
    }
  }
}
