package io.lethe.checks.family;

import io.lethe.checks.Measure;
import io.lethe.checks.Promise;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.TrainingData;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Whether two trainings that differ in one user of one interaction differ through that user alone. The
 * user goes as in a server that retrains: all others get other numbers. Where randomness hangs on
 * numbers or positions, everyone's scores change as much as with another seed, and no influence update
 * can come near to a retraining.
 */
public final class CouplingCheck {

  /** Of the change that another seed makes. */
  private static final double SHARE_MAX = 0.7;

  /** Relative to the scores; where a seed changes no more than that, nothing can be told by it. */
  private static final double LEAST_CHANGE = 0.1;

  private CouplingCheck() {}

  /** Measures. Costs three trainings. */
  public static Measure measure(Family family, TrainingData all) {
    TrainingData data = new TrainingData(
        ofFirstUser(all.training(), 1), ofFirstUser(all.validation(), 0));
    float[] before = scores(family, data, family.seed(), 1);
    float[] without = scores(family, withoutFirstUser(data), family.seed(), 0);
    float[] otherSeed = scores(family, data, family.seed() + 1, 1);
    return new Measure(
        Promise.COUPLING, "all", -1,
        "change of the others' scores, in parts of themselves, where the first user goes",
        Grid.distance(before, without), 0,
        Math.max(LEAST_CHANGE, SHARE_MAX * Grid.distance(before, otherSeed)),
        "first rows, batches or negatives are drawn by position or number, not by a hash of (seed,"
            + " key); another seed changes no more");
  }

  private static float[] scores(Family family, TrainingData data, long seed, int firstUser) {
    return Grid
        .scores(family.train(data, family.options(), seed, family.alone()).model(), firstUser);
  }

  /** A view with so many interactions of the first user, whose own weight then hardly counts. */
  private static InteractionView ofFirstUser(InteractionView view, int most) {
    return view.without(
        IntStream.of(view.positions())
            .filter(position -> view.all().user(position) == 0)
            .skip(most)
            .toArray());
  }

  private static TrainingData withoutFirstUser(TrainingData data) {
    return new TrainingData(withoutFirstUser(data.training()), withoutFirstUser(data.validation()));
  }

  /** The others' interactions, under the next lower numbers, in the same order and at the same times. */
  private static InteractionView withoutFirstUser(InteractionView view) {
    Interactions all = view.all();
    int[] positions = IntStream.of(view.positions()).filter(p -> all.user(p) > 0).toArray();
    float[] values = new float[positions.length];
    long[] times = new long[positions.length];
    for (int k = 0; k < positions.length; k++) {
      values[k] = all.value(positions[k]);
      times[k] = all.time(positions[k]);
    }
    EntityKeys keys = all.keys();
    return InteractionView.of(
        new Interactions(
            new EntityKeys(
                LongStream.range(1, keys.userCount()).map(u -> keys.user((int) u)).toArray(),
                LongStream.range(0, keys.itemCount()).map(i -> keys.item((int) i)).toArray()),
            IntStream.of(positions).map(p -> all.user(p) - 1).toArray(),
            IntStream.of(positions).map(all::item).toArray(), values, times)
            .withItemFeatures(all.itemFeatures()));
  }
}
