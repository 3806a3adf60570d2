package io.lethe.evaluation.experiment;

import io.lethe.evaluation.experiment.Stopwatch.Timed;
import io.lethe.evaluation.strategy.ForgetRequest;
import io.lethe.evaluation.strategy.Forgetful;
import io.lethe.evaluation.strategy.Strategy;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.TrainedModel;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One kind of forget set for one original. What all methods are held against is trained when it is
 * first needed, and kept. Confined to one thread.
 */
final class ForgetCase {

  /** Methods whose models are the ones that all others are compared with. */
  private static final String RETRAIN = "retrain";
  private static final String OTHER_SEED = "retrain-other-seed";
  /** What takes less does nothing. */
  private static final double LEAST_SECONDS = 2e-5;

  private final @Nullable Attack attack;
  private final Dataset data;
  private final ForgetKind kind;
  private final Origins origins;
  private final Laboratory laboratory;
  private final ForgetSets sets;
  private final MethodRun runs;
  private final Map<Integer, Compared> compared = new HashMap<>();

  ForgetCase(Dataset data, ForgetKind kind, long seed, Origins origins, Laboratory laboratory) {
    this.attack = kind == ForgetKind.FAKES ? Attack.on(data, seed) : null;
    this.data = attack == null ? data : attack.data();
    this.kind = kind;
    this.origins = origins;
    this.laboratory = laboratory;
    this.sets = new ForgetSets(data, seed);
    this.runs = new MethodRun(laboratory);
  }

  private record Compared(Reference reference, Judge judge) {}

  /** A cell that could not be measured. */
  static Cell none(CellKey key, String reason) {
    return new Cell(key, Map.of(), List.of(), reason);
  }

  /** Trains what all methods share, unless a sequence does so on the way. */
  void prepare() {
    if (kind.isSequence()) {
      origins.of(kind);
    } else {
      compared(one(), 1);
    }
  }

  private ForgetRequest one() {
    return attack == null ? sets.one(kind) : attack.request();
  }

  Cell single(Strategy method, CellKey key) {
    Compared with = compared(one(), 1);
    return isReference(method) ? trained(method, key, with) : forgotten(method, key, with);
  }

  private Cell forgotten(Strategy method, CellKey key, Compared with) {
    Timed<Forgetful> ready = origins.of(kind).prepared(method);
    Values values = new Values();
    values.put(Measure.PREPARE, ready.seconds());
    RecommenderModel model = runs.single(ready.value(), with.reference().request(), values);
    return finish(key, with, model, values);
  }

  /** One cell for each point of a sequence. */
  void sequence(Strategy method, List<CellKey> keys, Consumer<Cell> sink) {
    List<Integer> points = sets.points(kind);
    List<ForgetRequest> requests = sets.sequence(kind, points.getLast());
    if (isReference(method)) {
      for (int p = 0; p < points.size(); p++) {
        sink.accept(trained(method, keys.get(p), upTo(points.get(p), requests)));
      }
      return;
    }
    Timed<Forgetful> ready = origins.of(kind).prepared(method);
    double secondsMax = laboratory.timing().sequenceSecondsMax();
    SequenceRun run = new SequenceRun(runs, secondsMax, requests, ready.value());
    for (int p = 0; p < points.size(); p++) {
      if (run.advance(points.get(p))) {
        Values values = new Values();
        values.put(Measure.PREPARE, ready.seconds());
        run.report(values);
        sink.accept(finish(keys.get(p), upTo(points.get(p), requests), run.model(), values));
      } else {
        sink.accept(new Cell(keys.get(p), Map.of(), List.of(), tooLong()));
      }
    }
  }

  private Compared upTo(int point, List<ForgetRequest> requests) {
    return compared(ForgetSets.together(requests.subList(0, point)), point);
  }

  private String tooLong() {
    return String.format(
        Locale.ROOT, "more than %.0f s up to here: stopped",
        laboratory.timing().sequenceSecondsMax());
  }

  private static boolean isReference(Strategy method) {
    return method.name().equals(RETRAIN) || method.name().equals(OTHER_SEED);
  }

  /** The row of a model that was trained to compare with. */
  private static Cell trained(Strategy method, CellKey key, Compared with) {
    Timed<TrainedModel> trained = method.name().equals(RETRAIN)
        ? with.reference().retrained()
        : with.reference().otherSeed();
    Values values = new Values();
    values.put(Measure.SECONDS, trained.seconds());
    return finish(key, with, trained.value().model(), values);
  }

  private static Cell finish(CellKey key, Compared with, RecommenderModel model, Values values) {
    with.judge().measure(model, values);
    double retrain = with.reference().retrained().seconds();
    values.put(Measure.RETRAIN, retrain);
    double seconds = values.get(Measure.SECONDS);
    if (seconds >= LEAST_SECONDS) {
      values.put(Measure.SPEED_UP, retrain / seconds);
    }
    return values.cell(key);
  }

  private Compared compared(ForgetRequest request, int requests) {
    Compared known = compared.get(requests);
    if (known == null) {
      Origin origin = origins.of(kind);
      Reference reference = origin.reference(request);
      known = new Compared(reference, new Judge(data, kind, origin, reference, attack));
      compared.put(requests, known);
    }
    return known;
  }
}
