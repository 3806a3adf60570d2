package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Removal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** An attack that is forgotten one request at a time: none of them takes much of any row. */
class SingleRequestsTest {

  private static final int KEPT = 3;

  private final World world = new World(80, 40, 2);
  private final BilinearModel model = world.fit(world.trained(), 0.7f, 0.02, 120).byRow();
  private final InfluenceUnlearner unlearner = new InfluenceUnlearner(
      UnlearningConfig.defaults(), Kernels.scalar(), System::nanoTime);
  private final UnlearningState state = unlearner
      .prepare(model, world.trained(), world.heldOut(), 3);
  private final int[] praise = mostPraised();

  /** Positions of one item's positive interactions: the item that has the most of them. */
  private int[] mostPraised() {
    InteractionView trained = world.trained();
    int[][] byItem = new int[40][];
    for (int item = 0; item < byItem.length; item++) {
      int own = item;
      byItem[item] = Arrays.stream(trained.positions())
          .filter(p -> trained.all().item(p) == own && trained.all().value(p) > 0)
          .toArray();
    }
    return Arrays.stream(byItem).max((a, b) -> Integer.compare(a.length, b.length)).orElseThrow();
  }

  private record Version(
      DifferentiableModel model, UnlearningState state, InteractionView learnt,
      UnlearningReport.Renewal renewal) {}

  private Version without(Version version, int position) {
    Removal removal = Removal.of(version.learnt, new int[]{position});
    UnlearningOutcome.Updated updated = assertInstanceOf(
        UnlearningOutcome.Updated.class,
        unlearner.unlearn(
            new UnlearningTask(
                version.model, version.state, removal, ErasedEntities.none(), Effort.FAST)));
    return new Version(
        updated.model(), updated.state(), removal.retained(), updated.report().renewal());
  }

  private Version first() {
    return new Version(model, state, world.trained(), new UnlearningReport.Renewal(0, 0, 0));
  }

  private double meanLogit(DifferentiableModel of, int item) {
    float[] score = new float[1];
    double sum = 0;
    for (int user = 0; user < 80; user++) {
      of.score(user, new int[]{item}, score);
      sum += score[0] / 80;
    }
    return sum;
  }

  @Test
  void unlearn_oneByOne_solvesTheRowOnceHalfOfItIsGoneSinceTraining() {
    int item = world.trained().all().item(praise[0]);
    int had = Arrays.stream(world.trained().positions())
        .filter(p -> world.trained().all().item(p) == item)
        .toArray().length;
    Version version = first();
    for (int k = 0; k < praise.length - KEPT; k++) {
      version = without(version, praise[k]);
      boolean half = 2 * (k + 1) >= had;
      assertEquals(half, version.renewal.rows() > 0, "%d of %d gone".formatted(k + 1, had));
    }
    assertTrue(version.renewal.residual() < 0.02, "the row does not stand still");
    double before = meanLogit(model, item);
    double wanted = meanLogit(world.fit(version.learnt, 0.7f, 0.02, 120), item);
    double left = meanLogit(version.model, item) - wanted;
    assertTrue(
        Math.abs(left) < 0.5 * (before - wanted),
        "%.3f left of the praise's %.3f".formatted(left, before - wanted));
  }

  @Test
  void restore_halfWay_goesOnCounting() {
    Version here = first();
    int half = (praise.length - KEPT) / 2;
    for (int k = 0; k < half; k++) {
      here = without(here, praise[k]);
    }
    int[] kept = here.learnt.positions();
    InteractionView rewritten = InteractionView.of(here.learnt.all().at(kept));
    Version there = new Version(
        here.model, unlearner.restore(here.state.toBytes(), here.model, rewritten), rewritten,
        here.renewal);
    for (int k = half; k < praise.length - KEPT; k++) {
      here = without(here, praise[k]);
      there = without(there, Arrays.binarySearch(kept, praise[k]));
    }
    assertTrue(here.renewal.rows() > 0, "the case is not asked");
    assertEquals(here.renewal.rows(), there.renewal.rows());
    assertArrayEquals(here.state.toBytes(), there.state.toBytes());
  }
}
