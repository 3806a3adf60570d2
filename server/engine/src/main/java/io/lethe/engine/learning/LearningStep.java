package io.lethe.engine.learning;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.interaction.Append;
import io.lethe.engine.interaction.RecentRows;
import io.lethe.engine.model.Answering;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry.Served;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.model.VersionData;
import io.lethe.engine.plugin.PluginGuard;
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
  record Taken(Answering answering, Lesson lesson) {}

  /**
   * Learns what came since.
   *
   * @param lesson what was learned of {@code served.answering()}
   * @return empty if there is nothing, or the family does not learn between trainings
   * @throws LetheException as {@link PluginGuard#solve}; of kind {@code VERIFICATION_FAILED} for a model
   *     that does not fit or left more undone than there was
   */
  Optional<Taken> take(Served served, Lesson lesson) {
    ModelName name = served.version().id().model();
    TargetSet contained = new TargetSet(containments.of(name).between(0, Long.MAX_VALUE));
    Answering own = Answering.own(served.version());
    if (!(own.content().model() instanceof LearningModel)) {
      return Optional.empty();
    }
    if (lesson.leftOut().length > 0 && recent.from(name, own.learned())
        .filter(rows -> lesson.lacks(rows, contained))
        .isPresent()) {
      return recent.from(name, own.learned()).map(rows -> learn(own, Lesson.NONE, rows, contained));
    }
    Answering now = served.answering();
    return recent.from(name, now.learned()).map(rows -> learn(now, lesson, rows, contained));
  }

  private Taken learn(Answering from, Lesson lesson, Append.Placed placed, TargetSet contained) {
    VersionData before = from.content().data();
    int size = before.table().interactions().size();
    if (size != from.learned()) {
      throw new IllegalStateException("%d rows where %d were read".formatted(size, from.learned()));
    }
    IntPredicate leftOut = row -> Lesson.names(contained, placed.rows(), row);
    VersionData after = before.with(placed.rows(), leftOut);
    Addition addition = new Addition(before.trained(), after.trained());
    Learned learned = learned(from.content(), addition);
    VersionContent content = new VersionContent(
        from.content().plugin(), learned.model(), after, null);
    return new Taken(
        new Answering(content, placed.end(), revisions.incrementAndGet()),
        lesson.with(placed, leftOut, addition.added().length, learned.residual()));
  }

  private Learned learned(VersionContent content, Addition addition) {
    LearningModel model = (LearningModel) content.model();
    Learned learned = guard.solve(content.plugin(), () -> model.learn(addition));
    RecommenderModel next = learned.model();
    int users = addition.after().all().keys().userCount();
    int items = addition.after().all().keys().itemCount();
    if (next.userCount() != users || next.itemCount() != items
        || learned.residual() > RESIDUAL_MAX) {
      throw new LetheException(
          ErrorKind.VERIFICATION_FAILED,
          "plugin %s learned %d users and %d items of %d and %d, and left %.3g of the gradient, at most %s"
              .formatted(
                  content.plugin().name(), next.userCount(), next.itemCount(), users, items,
                  learned.residual(), RESIDUAL_MAX),
          Map.of("plugin", content.plugin().name()));
    }
    return learned;
  }
}
