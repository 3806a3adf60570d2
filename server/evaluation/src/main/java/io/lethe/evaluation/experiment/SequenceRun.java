package io.lethe.evaluation.experiment;

import io.lethe.evaluation.experiment.Stopwatch.Timed;
import io.lethe.evaluation.strategy.ForgetRequest;
import io.lethe.evaluation.strategy.Forgetful;
import io.lethe.spi.RecommenderModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends one request after another to one method, as far as time allows. Confined to one thread. */
final class SequenceRun {

  /** Requests over which the time of one is taken. */
  private static final int RECENT_MAX = 100;
  private static final String RETRAINS = "retrain-required";

  private final MethodRun runs;
  private final double secondsMax;
  private final List<ForgetRequest> requests;
  private final double[] seconds;
  private final Map<String, Double> measures = new HashMap<>();
  private Forgetful now;
  private int done;
  private double total;
  private double retrains;

  SequenceRun(MethodRun runs, double secondsMax, List<ForgetRequest> requests, Forgetful start) {
    this.runs = runs;
    this.secondsMax = secondsMax;
    this.requests = List.copyOf(requests);
    this.seconds = new double[requests.size()];
    this.now = start;
  }

  /** Goes on to a number of requests; false, and no further, if it would take too long. */
  boolean advance(int point) {
    while (done < point) {
      double forecast = done == 0 ? 0 : total / done * (point - done);
      if (total + forecast > secondsMax) {
        return false;
      }
      Timed<Forgetful.Step> step = runs.step(now, requests.get(done));
      now = step.value().next();
      seconds[done++] = step.seconds();
      total += step.seconds();
      measures.putAll(step.value().measures());
      retrains += step.value().measures().getOrDefault(RETRAINS, 0.0);
    }
    return true;
  }

  RecommenderModel model() {
    return now.model();
  }

  /** Times and what the method said, as of the last request. */
  void report(Values values) {
    measures.computeIfPresent(RETRAINS, (name, last) -> retrains);
    values.putAll(measures);
    int recent = Math.min(done, RECENT_MAX);
    double[] last = new double[recent];
    System.arraycopy(seconds, done - recent, last, 0, recent);
    values.put(Measure.SECONDS, Stopwatch.median(last));
    values.put(Measure.SECONDS_FIRST, seconds[0]);
    values.put(Measure.SECONDS_TOTAL, total);
  }
}
