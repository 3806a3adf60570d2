package io.lethe.engine.learning;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.interaction.Append;
import io.lethe.engine.interaction.RecentRows;
import io.lethe.engine.model.Answering;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry.Served;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.plugin.PluginGuard;
import io.lethe.engine.subject.Containment;
import io.lethe.engine.subject.ContainmentList;
import io.lethe.engine.subject.TargetSet;
import io.lethe.spi.Addition;
import io.lethe.spi.Learned;
import io.lethe.spi.LearningModel;
import io.lethe.spi.RecommenderModel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

/**
 * One step of learning: what came since is read, what is contained left out, the rest learned. What is
 * contained is looked up before the rows are read: an erasure ends when its rows are gone, so that they
 * are found in one of the two. Thread-safe.
 */
final class LearningStep {

  /** Training stops early where the gradient is not zero, so that a good step may leave some more. */
  private static final double RESIDUAL_MAX = 2;

  private static final int PROBED = 100;

  private final RecentRows recent;
  private final ContainmentList containments;
  private final PluginGuard guard;
  private final AtomicLong revisions = new AtomicLong();

  LearningStep(RecentRows recent, ContainmentList containments, PluginGuard guard) {
    this.recent = recent;
    this.containments = containments;
    this.guard = guard;
  }

  /** What is answered from after a step, and what was learned in all since the training. */
  record Taken(Answering answering, Lesson lesson) {

    Taken after(Answering before) {
      return new Taken(answering.after(before), lesson);
    }
  }

  /**
   * Learns what came since.
   *
   * @param lesson what was learned of {@code served.answering()}
   * @return empty if there is nothing, or the family does not learn between trainings
   * @throws LetheException as {@link PluginGuard#solve}; of kind {@code VERIFICATION_FAILED} for a model
   *     that does not fit, left more than twice the gradient, or has scores that are not finite
   */
  Optional<Taken> take(Served served, Lesson lesson) {
    return next(served, lesson).map(taken -> taken.after(served.answering()));
  }

  private Optional<Taken> next(Served served, Lesson lesson) {
    ModelName name = served.version().id().model();
    Containment containment = containments.of(name);
    Contained contained = new Contained(
        new TargetSet(containment.between(0, Long.MAX_VALUE)), containment.revision());
    Answering own = Answering.own(served.version());
    if (!(own.content().model() instanceof LearningModel)) {
      return Optional.empty();
    }
    Lesson known = lesson;
    if (lesson.mayLack(contained.revision())) {
      Append.Placed all = recent.from(name, own.learned()).orElse(null);
      if (all != null && lesson.lacks(all, contained.targets())) {
        return Optional.of(learn(own, Lesson.NONE, all, contained));
      }
      known = all == null ? lesson : lesson.lookedAt(all, contained.revision());
    }
    Lesson before = known;
    Answering now = served.answering();
    return recent.from(name, now.learned()).map(rows -> learn(now, before, rows, contained));
  }

  /** What is contained, and as of which revision. */
  private record Contained(TargetSet targets, long revision) {}

  private Taken learn(Answering from, Lesson lesson, Append.Placed placed, Contained contained) {
    VersionData before = from.content().data();
    int size = before.table().interactions().size();
    if (size != from.learned()) {
      throw new IllegalStateException("%d rows where %d were read".formatted(size, from.learned()));
    }
    IntPredicate leftOut = row -> Lesson.names(contained.targets(), placed.rows(), row);
    VersionData after = before.with(placed.rows(), leftOut);
    Addition addition = new Addition(before.trained(), after.trained());
    Learned learned = learned(from.content(), addition);
    VersionContent content = new VersionContent(
        from.content().plugin(), learned.model(), after, null);
    return new Taken(
        new Answering(content, placed.end(), revisions.incrementAndGet()), lesson.with(
            placed, leftOut, addition.added().length, learned.residual(), contained.revision()));
  }

  private Learned learned(VersionContent content, Addition addition) {
    LearningModel model = (LearningModel) content.model();
    Outcome outcome = guard.solve(content.plugin(), () -> {
      Learned learned = model.learn(addition);
      return new Outcome(
          learned, learned.model().userCount(), learned.model().itemCount(),
          scores(learned.model(), addition));
    });
    int users = addition.after().all().keys().userCount();
    int items = addition.after().all().keys().itemCount();
    double residual = outcome.learned().residual();
    if (outcome.users() != users || outcome.items() != items || residual > RESIDUAL_MAX
        || !outcome.finite()) {
      throw new LetheException(
          ErrorKind.VERIFICATION_FAILED,
          "plugin %s learned %d users and %d items of %d and %d, left %.3g of the gradient, at most %s, %s"
              .formatted(
                  content.plugin().name(), outcome.users(), outcome.items(), users, items, residual,
                  RESIDUAL_MAX, outcome.finite() ? "" : "and has scores that are not finite"),
          Map.of("plugin", content.plugin().name()));
    }
    return outcome.learned();
  }

  /** What a plugin gave, asked on its own thread. */
  private record Outcome(Learned learned, int users, int items, boolean finite) {}

  /** Whether some of the pairs that were added have finite scores: the last ones, newcomers' among them. */
  private static boolean scores(RecommenderModel model, Addition addition) {
    int[] added = addition.added();
    float[] score = new float[1];
    for (int k = Math.max(0, added.length - PROBED); k < added.length; k++) {
      int[] item = {addition.after().all().item(added[k])};
      model.score(addition.after().all().user(added[k]), item, score);
      if (!Float.isFinite(score[0])) {
        return false;
      }
    }
    return true;
  }
}
