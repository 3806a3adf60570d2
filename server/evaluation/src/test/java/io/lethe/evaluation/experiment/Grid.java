package io.lethe.evaluation.experiment;

import io.lethe.evaluation.BilinearPlugin;
import io.lethe.evaluation.SyntheticInteractions;
import io.lethe.evaluation.SyntheticSpec;
import io.lethe.evaluation.strategy.Strategies;
import io.lethe.kernels.Kernels;
import io.lethe.spi.Interactions;
import io.lethe.spi.PluginContext;
import io.lethe.unlearning.InfluenceUnlearner;
import io.lethe.unlearning.UnlearningConfig;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A small grid on the bilinear test model, and a laboratory whose clock counts how often it is read. */
final class Grid {

  private static final int USERS = 80;
  private static final int TICK_NANOS = 1_000_000;

  private Grid() {}

  static Laboratory laboratory() {
    AtomicLong time = new AtomicLong();
    return new Laboratory(
        new PluginContext(Runnable::run, 1, InstantSource.system()),
        () -> time.addAndGet(TICK_NANOS), work -> {
          work.run();
          return 4096;
        }, new Laboratory.Timing(1, 2, 1, 2, 1, 60));
  }

  static Plan plan(List<ForgetKind> kinds, String... methods) {
    Strategies strategies = new Strategies(
        new InfluenceUnlearner(UnlearningConfig.defaults(), Kernels.scalar(), () -> 0),
        Kernels.scalar());
    return new Plan(
        List.of(data()), List.of(new ModelChoice("bilinear", new BilinearPlugin(), Map.of())),
        kinds, Stream.of(methods).map(strategies::named).toList(), List.of(5L));
  }

  static Dataset data() {
    Interactions rated = SyntheticInteractions.generate(new SyntheticSpec(USERS, 50, 2400, 11));
    return new Dataset(
        "small", labelled(rated, 0), IntStream.range(0, 40).map(k -> 30 * k).toArray(),
        labelled(rated, 1), labelled(rated, 2));
  }

  /** Half of the pairs for training, a quarter each for validation and test. */
  private static Interactions labelled(Interactions rated, int part) {
    int[] positions = IntStream.range(0, rated.size())
        .filter(k -> part == 0 ? k % 4 < 2 : k % 4 == part + 1)
        .toArray();
    Interactions some = rated.at(positions);
    int[] users = IntStream.range(0, some.size()).map(some::user).toArray();
    int[] items = IntStream.range(0, some.size()).map(some::item).toArray();
    float[] labels = new float[some.size()];
    IntStream.range(0, labels.length).forEach(k -> labels[k] = some.value(k) > 3 ? 1 : 0);
    return new Interactions(rated.keys(), users, items, labels);
  }
}
