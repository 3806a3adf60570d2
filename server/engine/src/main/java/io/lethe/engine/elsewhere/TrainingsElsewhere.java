package io.lethe.engine.elsewhere;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.TrainingFacts;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.ErasurePage;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.Failure;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of trainings that are due elsewhere: for each reason once until new vectors come in, and once
 * more after a start. Thread-safe.
 */
public final class TrainingsElsewhere {

  private static final Logger LOG = LoggerFactory.getLogger(TrainingsElsewhere.class);
  private static final int PAGE = 100;

  private final ErasureLedger ledger;
  private final ModelRegistry registry;
  private final List<Consumer<TrainingDue>> listeners = new CopyOnWriteArrayList<>();
  /** By model and reason what the vectors come from of which it was told last. */
  private final Map<Told, TrainingFacts> told = new ConcurrentHashMap<>();

  private record Told(ModelName model, TrainingDue.Reason reason) {}

  /** Of an engine's models. */
  public TrainingsElsewhere(ErasureLedger ledger, ModelRegistry registry) {
    this.ledger = ledger;
    this.registry = registry;
  }

  /**
   * Tells a listener from now on.
   *
   * @param listener called by the thread that works, before it goes on; quick, never throws
   */
  public void onDue(Consumer<TrainingDue> listener) {
    listeners.add(listener);
  }

  /**
   * A training is due.
   *
   * @param training that the vectors come from
   * @return whether that was news
   */
  public boolean due(ModelName model, TrainingDue.Reason reason, TrainingFacts training) {
    Told matter = new Told(model, reason);
    if (training.equals(told.get(matter))) {
      return false;
    }
    tell(model, reason);
    told.put(matter, training);
    return true;
  }

  private void tell(ModelName model, TrainingDue.Reason reason) {
    TrainingDue due = new TrainingDue(model, reason, ledger.tombstones(model).position());
    listeners.forEach(listener -> listener.accept(due));
  }

  /**
   * An erasure has reached a state. Every one that waits for vectors is news: they must leave it out. What
   * cannot be told now is told after the next start. Never throws.
   */
  public void reached(Erasure erasure) {
    try {
      if (waits(erasure)) {
        tell(erasure.facts().model(), TrainingDue.Reason.ERASURE_FAILED);
      }
    } catch (LetheException unreadable) {
      LOG.error(
          "erasure {} waits for vectors that are trained elsewhere, which is not told: {}",
          erasure.id(), unreadable.getMessage());
    }
  }

  /** Looks for erasures that an earlier process left failed. Once, when models answer. */
  public void start() {
    ErasureFilter failed = new ErasureFilter(
        null, null, null, EnumSet.of(ErasureState.FAILED), null, null);
    Set<ModelName> models = new TreeSet<>();
    long cursor = ErasurePage.FIRST;
    do {
      ErasurePage page = ledger.list(failed, cursor, PAGE);
      page.erasures()
          .stream()
          .filter(this::waits)
          .forEach(erasure -> models.add(erasure.facts().model()));
      cursor = page.next();
    } while (cursor != 0);
    models.forEach(model -> tell(model, TrainingDue.Reason.ERASURE_FAILED));
  }

  /** Whether a failed erasure is carried out by new vectors, which have not come and are not asked for. */
  private boolean waits(Erasure erasure) {
    Failure failure = erasure.progress().failure();
    return failure != null && failure.kind() == ErrorKind.RETRAINING_ELSEWHERE
        && erasure.facts().retry().by() == null
        && registry.active(erasure.facts().model())
            .filter(version -> version.erasurePosition() >= erasure.facts().position())
            .isEmpty();
  }
}
