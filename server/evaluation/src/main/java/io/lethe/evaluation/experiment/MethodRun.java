package io.lethe.evaluation.experiment;

import io.lethe.evaluation.experiment.Stopwatch.Timed;
import io.lethe.evaluation.strategy.ForgetRequest;
import io.lethe.evaluation.strategy.Forgetful;
import io.lethe.spi.RecommenderModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Lets methods forget, and times them. */
final class MethodRun {

  private final Laboratory laboratory;
  private final Stopwatch stopwatch;

  MethodRun(Laboratory laboratory) {
    this.laboratory = laboratory;
    this.stopwatch = new Stopwatch(laboratory.nanoClock());
  }

  /** One request: first cold and watched, then, if it is short, warm and repeated. */
  RecommenderModel single(Forgetful ready, ForgetRequest request, Values values) {
    List<Timed<Forgetful.Step>> first = new ArrayList<>();
    long peak = laboratory.memory()
        .peakBytes(() -> first.add(stopwatch.time(() -> ready.forget(request))));
    Forgetful.Step step = first.getFirst().value();
    double cold = first.getFirst().seconds();
    values.putAll(step.measures());
    values.put(Measure.PEAK_BYTES, (double) peak);
    values.put(Measure.SECONDS_FIRST, cold);
    values.put(
        Measure.SECONDS, cold < laboratory.timing().shortSeconds() ? warm(ready, request) : cold);
    return step.next().model();
  }

  private double warm(Forgetful ready, ForgetRequest request) {
    for (int run = 0; run < laboratory.timing().warmUps(); run++) {
      ready.forget(request);
    }
    return Stopwatch.median(
        IntStream.range(0, laboratory.timing().repeats())
            .mapToDouble(run -> stopwatch.time(() -> ready.forget(request)).seconds())
            .toArray());
  }

  Timed<Forgetful.Step> step(Forgetful ready, ForgetRequest request) {
    return stopwatch.time(() -> ready.forget(request));
  }
}
