package io.lethe.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.spi.Interactions;
import io.lethe.spi.PluginContext;
import io.lethe.spi.TrainingConfig;
import io.lethe.unlearning.Effort;
import io.lethe.unlearning.ErasedEntities;
import io.lethe.unlearning.InfluenceUnlearner;
import io.lethe.unlearning.UnlearningConfig;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnlearningComparisonTest {

  private static final float THRESHOLD = 0.5f;
  private static final int WRONG_LABELS = 40;

  private final UnlearningComparison comparison = new UnlearningComparison(
      new BilinearPlugin(), new PluginContext(Runnable::run, 1, InstantSource.system()),
      new InfluenceUnlearner(UnlearningConfig.defaults(), Kernels.scalar(), System::nanoTime),
      System::nanoTime, 0);

  @Test
  void run_wrongLabels_setsUnlearnedBetweenOriginalAndRetrained() {
    Comparison found = comparison.run(split(), new TrainingConfig(5, Map.of()));
    List<ComparedModel> models = found.models();
    assertEquals(
        List.of("original", "retrained", "other seed", "unlearned"),
        models.stream().map(ComparedModel::name).toList());
    ComparedModel original = models.get(0);
    ComparedModel retrained = models.get(1);
    ComparedModel unlearned = models.get(3);
    assertEquals(1, original.forgotten().relative(), 1e-12);
    assertEquals(1, original.test().relative(), 1e-12);
    assertEquals(0, retrained.forgotten().rms());
    assertTrue(unlearned.forgotten().relative() < 0.7, unlearned.toString());
    assertTrue(unlearned.forgottenLabel() < original.forgottenLabel(), unlearned.toString());
    assertTrue(unlearned.auc() > original.auc(), found.toString());
    assertEquals(WRONG_LABELS, found.report().extent().interactions());
  }

  /** Synthetic interactions with labels; those of the last ones in training are wrong. */
  private static RemovalSplit split() {
    Interactions all = SyntheticInteractions.generate(new SyntheticSpec(80, 50, 2400, 11));
    int[] third = IntStream.range(0, all.size()).filter(p -> p % 3 == 0).toArray();
    int[] rest = IntStream.range(0, all.size()).filter(p -> p % 3 != 0).toArray();
    int[] forget = IntStream.range(0, WRONG_LABELS)
        .map(k -> k * rest.length / WRONG_LABELS)
        .toArray();
    Interactions training = labelled(all.at(rest), forget);
    Interactions heldOut = labelled(all.at(third), new int[0]);
    return new RemovalSplit(
        training, forget, ErasedEntities.none(), Effort.FAST, heldOut, heldOut, THRESHOLD);
  }

  private static Interactions labelled(Interactions rated, int[] wrong) {
    int[] users = new int[rated.size()];
    int[] items = new int[rated.size()];
    float[] labels = new float[rated.size()];
    for (int p = 0; p < labels.length; p++) {
      users[p] = rated.user(p);
      items[p] = rated.item(p);
      labels[p] = rated.value(p) > 3 ? 1 : 0;
    }
    for (int p : wrong) {
      labels[p] = 1 - labels[p];
    }
    return new Interactions(rated.keys(), users, items, labels);
  }
}
