package io.lethe.testkit;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Whether two trainings that differ in one user of one interaction differ through that user alone. The
 * user goes as in a server that retrains: all others get other numbers. Where randomness hangs on
 * numbers or positions, everyone's scores change as much as with another seed, and no influence update
 * can come near to a retraining.
 */
record Coupling(RecommenderPlugin plugin, Map<String, String> options, PluginContext context) {

  /** Of the change that another seed makes. */
  private static final double SHARE_MAX = 0.7;

  /** Relative to the scores; where a seed changes no more than that, nothing can be told by it. */
  private static final double LEAST_CHANGE = 0.1;

  /** What is wrong, with its likely cause; nothing if the trainings are coupled. */
  List<String> broken(TrainingData all, long seed) {
    TrainingData data = new TrainingData(
        ofFirstUser(all.training(), 1), ofFirstUser(all.validation(), 0));
    float[] before = scores(data, seed, 1);
    float[] without = scores(withoutFirstUser(data), seed, 0);
    float[] otherSeed = scores(data, seed + 1, 1);
    double change = Vectors.relativeDistance(before, without);
    double bySeed = Vectors.relativeDistance(before, otherSeed);
    return change <= Math.max(LEAST_CHANGE, SHARE_MAX * bySeed)
        ? List.of()
        : List.of(
            "coupling: all blocks, every row: without the first user the others' scores change by %.3g of"
                .formatted(change)
                + " themselves, with another seed by %.3g, a ratio of %.3g, and at most %s keeps the"
                    .formatted(bySeed, change / bySeed, SHARE_MAX)
                + " promise; likely cause: first rows, batches or negatives are drawn by position or"
                + " number, not by a hash of (seed, key)");
  }

  private float[] scores(TrainingData data, long seed, int firstUser) {
    RecommenderModel model = plugin.trainer(new TrainingConfig(seed, options), context)
        .train(data, report -> {})
        .model();
    float[] all = PluginContract.allScores(model);
    return Arrays.copyOfRange(all, firstUser * model.itemCount(), all.length);
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

  private static InteractionView withoutFirstUser(InteractionView view) {
    Interactions all = view.all();
    int[] positions = IntStream.of(view.positions()).filter(p -> all.user(p) > 0).toArray();
    float[] values = new float[positions.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = all.value(positions[k]);
    }
    EntityKeys keys = all.keys();
    return InteractionView.of(
        new Interactions(
            new EntityKeys(
                LongStream.range(1, keys.userCount()).map(u -> keys.user((int) u)).toArray(),
                LongStream.range(0, keys.itemCount()).map(i -> keys.item((int) i)).toArray()),
            IntStream.of(positions).map(p -> all.user(p) - 1).toArray(),
            IntStream.of(positions).map(all::item).toArray(), values));
  }
}
