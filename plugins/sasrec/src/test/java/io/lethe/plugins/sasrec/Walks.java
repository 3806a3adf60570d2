package io.lethe.plugins.sasrec;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.PluginContext;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Users who walk around a ring of items, one after another: only the order tells what comes next. */
final class Walks {

  static final int ITEMS = 24;

  private Walks() {}

  static EntityKeys keys(int users, int items) {
    return new EntityKeys(
        LongStream.range(0, users).map(user -> 77 + 13 * user).toArray(),
        LongStream.range(0, items).map(item -> 5 - 101 * item).toArray());
  }

  /**
   * Each user chooses so many items in a row, beginning at an item of the user's own.
   *
   * @param backwards whether the log has the latest first, so that times alone tell the order
   */
  static Interactions of(int users, int length, boolean backwards) {
    int size = users * length;
    int[] user = new int[size];
    int[] item = new int[size];
    float[] values = new float[size];
    long[] times = new long[size];
    for (int row = 0; row < size; row++) {
      int step = backwards ? length - 1 - row / users : row / users;
      user[row] = row % users;
      item[row] = (7 * user[row] + step) % ITEMS;
      values[row] = 1;
      times[row] = backwards ? 1_000_000 + step : Interactions.UNKNOWN_TIME;
    }
    return new Interactions(keys(users, ITEMS), user, item, values, times);
  }

  static TrainedModel trained(Interactions rows, Map<String, String> options) {
    TrainingData data = new TrainingData(
        InteractionView.of(rows), InteractionView.of(rows.at(new int[0])));
    return new SasrecPlugin().trainer(
        new TrainingConfig(3, options), new PluginContext(Runnable::run, 1, InstantSource.system()))
        .train(data, report -> {});
  }

  static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }
}
