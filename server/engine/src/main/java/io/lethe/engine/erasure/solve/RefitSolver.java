package io.lethe.engine.erasure.solve;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.ErasureEffort;
import io.lethe.engine.erasure.ErasureMeasures;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.plugin.PluginGuard;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Refit;
import io.lethe.spi.RefittableModel;
import io.lethe.spi.Removal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Lets a model that can refit itself forget. What it says of itself is the residual that goes into the
 * receipt; that it scores at all is looked at here.
 */
final class RefitSolver {

  /** Users whose scores are looked at after a refit, and items of each. */
  private static final int PROBES = 16;

  private final PluginGuard guard;

  RefitSolver(PluginGuard guard) {
    this.guard = guard;
  }

  static Removal removal(VersionContent base, ForgetSet forget) {
    InteractionView trained = base.data().trained();
    return new Removal(trained, trained.all().at(forget.trained()), forget.left().trained());
  }

  /**
   * Refits.
   *
   * @throws LetheException of kind {@code PLUGIN_FAILED}, {@code VERIFICATION_FAILED} or {@code
   *     CANCELLED}
   */
  Solved solve(ErasureSolver.Job job, RefittableModel model, ForgetSet forget) {
    VersionContent base = job.base();
    Refit refit = guard.solve(base.plugin(), () -> {
      Refit done = model.refit(removal(base, forget));
      checkScores(done.model());
      return done;
    });
    Solved.Work work = new Solved.Work(
        VersionOrigin.INFLUENCE_UPDATE, ErasureMethod.INFLUENCE, ErasureEffort.REFITTED,
        refit.exact() ? Assurance.EXACT : Assurance.APPROXIMATE, refit.changedRows(),
        refit.droppedRows(), 0);
    return new Solved(
        new VersionContent(base.plugin(), refit.model(), forget.left(), null), job.facts(), work,
        forget.counts(), measures(refit), Map.of());
  }

  private static ErasureMeasures measures(Refit refit) {
    ErasureMeasures.Gate gate = new ErasureMeasures.Gate(
        "refit-residual", refit.residual(), refit.tolerance(), false);
    return new ErasureMeasures(
        null, new ErasureMeasures.Refit(refit.residual(), refit.tolerance()),
        refit.exact() ? List.of(gate) : List.of());
  }

  private static void checkScores(RefittableModel model) {
    int items = Math.min(PROBES, model.itemCount());
    int[] probed = spread(items, model.itemCount());
    float[] scores = new float[items];
    for (int user : spread(Math.min(PROBES, model.userCount()), model.userCount())) {
      model.score(user, probed, scores);
      for (float score : scores) {
        if (!Float.isFinite(score)) {
          throw new LetheException(
              ErrorKind.VERIFICATION_FAILED, "a refitted model scores " + score);
        }
      }
    }
  }

  private static int[] spread(int count, int bound) {
    return IntStream.range(0, count).map(k -> (int) ((long) k * bound / count)).toArray();
  }
}
