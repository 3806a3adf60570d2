package io.lethe.engine.learning;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.Answering;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelRegistry.Served;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.work.Pace;
import io.lethe.engine.work.RetryingLoop;
import io.lethe.spi.LearningModel;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The learning of one model: one step at a time, paced. Thread-safe. */
final class ModelLearning {

  private static final Logger LOG = LoggerFactory.getLogger(ModelLearning.class);

  private static final String WENT_BACK = "a person went back to this version, and nothing learns or"
      + " trains by itself before a person trains or goes forward again";

  /** Learning takes one part in so many of the time. */
  private static final int PARTS = 10;

  /** What passes by itself. */
  private static final Set<ErrorKind> WAITED_FOR = EnumSet
      .of(ErrorKind.OVERLOADED, ErrorKind.CANCELLED, ErrorKind.SHUTTING_DOWN);

  private final ModelName model;
  private final ModelRegistry registry;
  private final LearningStep step;
  private final Predicate<ModelVersion> allowed;
  private final Learner.Threads threads;
  private final RetryingLoop loop;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private volatile State state = State.NONE;

  /** What is told once rows below a place are learned. */
  private record Waiting(long end, CompletableFuture<Boolean> told) {}

  /** When a step began, and whether a caller waited for it. */
  private record Step(long nanos, boolean asked) {}

  /**
   * How far it is.
   *
   * @param own the content that it began from, as long as that is in use; null before the first step
   * @param revision of what was learned of it
   * @param pace how long the steps took
   * @param refusal why this content learns no more
   */
  private record State(
      @Nullable WeakReference<VersionContent> own, long revision, Lesson lesson, Pace pace,
      @Nullable String refusal) {

    static final State NONE = new State(null, 0, Lesson.NONE, Pace.of(PARTS), null);

    /** What was learned of what is answered from: nothing, if that is a version's own content. */
    Lesson lessonOf(Answering answering) {
      return answering.revision() == revision ? lesson : Lesson.NONE;
    }

    boolean refuses(VersionContent content) {
      return refusal != null && own != null && content.equals(own.get());
    }
  }

  ModelLearning(
      ModelName model, ModelRegistry registry, LearningStep step, Predicate<ModelVersion> allowed,
      Learner.Threads threads, RetryingLoop.Delays afterFailure) {
    this.allowed = allowed;
    this.model = model;
    this.registry = registry;
    this.step = step;
    this.threads = threads;
    this.loop = new RetryingLoop(
        "learning of " + model, this::learn, threads.executor(), threads.timer(), afterFailure);
  }

  void wakeAfter(Duration delay) {
    Duration pause = pauseLeft();
    loop.wakeAfter(pause.compareTo(delay) > 0 ? pause : delay);
  }

  /** Where a caller waits there is no pause. */
  private Duration pauseLeft() {
    if (!waiting.isEmpty()) {
      return Duration.ZERO;
    }
    return state.pace().pauseLeft(threads.nanoClock().getAsLong());
  }

  CompletableFuture<Boolean> upTo(long end) {
    Waiting one = new Waiting(end, new CompletableFuture<>());
    var _ = one.told().whenComplete((learned, failed) -> waiting.remove(one));
    waiting.add(one);
    wakeAfter(Duration.ZERO);
    return one.told();
  }

  private void tell() {
    registry.served(model).ifPresent(served -> {
      boolean refused = state.refuses(served.version().content());
      waiting.forEach(one -> {
        boolean learned = served.answering().learned() >= one.end();
        if (learned || refused) {
          one.told().complete(learned);
        }
      });
    });
  }

  private void learn() {
    Duration early = pauseLeft();
    if (early.isPositive()) {
      loop.wakeAfter(early);
      return;
    }
    try {
      registry.served(model)
          .filter(served -> !state.refuses(served.version().content()))
          .filter(served -> allowed.test(served.version()))
          .ifPresent(this::learn);
    } finally {
      tell();
    }
  }

  private void learn(Served served) {
    Step start = new Step(threads.nanoClock().getAsLong(), !waiting.isEmpty());
    try {
      step.take(served, state.lessonOf(served.answering()))
          .ifPresent(next -> answer(served, next, start));
    } catch (LetheException failed) {
      paced(start);
      if (isServed(served) && WAITED_FOR.contains(failed.kind())) {
        throw failed;
      }
      refuse(served, String.valueOf(failed.getMessage()), start);
    } catch (RuntimeException defect) {
      LOG.warn("learning of {} failed", served.version().id(), defect);
      refuse(served, defect.getClass().getSimpleName(), start);
    }
  }

  /** A step that came to nothing took its time, too. */
  private void paced(Step start) {
    State last = state;
    state = new State(last.own(), last.revision(), last.lesson(), paceSince(start), last.refusal());
  }

  /** What was retired meanwhile may be wiped: what went wrong on it says nothing. */
  private boolean isServed(Served served) {
    return registry.active(model).filter(served.version()::equals).isPresent();
  }

  private void answer(Served served, LearningStep.Taken next, Step start) {
    if (registry.answer(served, next.answering())) {
      state = state(served, next.answering(), next.lesson(), start, null);
    } else {
      paced(start);
    }
  }

  /**
   * Until another version answers. What was learned before goes on answering, unless it lacks rows: then
   * the version's own content does, beside which they count as recent.
   */
  private void refuse(Served served, String why, Step start) {
    if (!isServed(served)) {
      return;
    }
    LOG.warn(
        "{} learns no more: what comes waits for the next training. {}", served.version().id(),
        why);
    Answering last = served.answering();
    Answering own = Answering.own(served.version());
    boolean lacks = state.lessonOf(last).leftOut().length > 0 && registry.answer(served, own);
    Answering now = lacks ? own : last;
    state = state(served, now, state.lessonOf(now), start, why);
  }

  private State state(
      Served served, Answering answering, Lesson lesson, Step start, @Nullable String refusal) {
    return new State(
        new WeakReference<>(served.version().content()), answering.revision(), lesson,
        paceSince(start), refusal);
  }

  private Pace paceSince(Step start) {
    Pace last = state.pace();
    long end = threads.nanoClock().getAsLong();
    return start.asked() ? last.afterAsked(start.nanos(), end) : last.after(start.nanos(), end);
  }

  double undone(Served served) {
    return state.lessonOf(served.answering()).undone();
  }

  LearningStatus status(Served served, long waiting) {
    State now = state;
    Lesson learned = now.lessonOf(served.answering());
    VersionContent own = served.version().content();
    return new LearningStatus(
        own.model() instanceof LearningModel, served.answering().learned(), learned.interactions(),
        waiting, learned.undone(), now.pace().lastStep(), Optional.ofNullable(
            now.refuses(own) ? now.refusal() : allowed.test(served.version()) ? null : WENT_BACK));
  }

  void stop() {
    loop.stop();
  }
}
