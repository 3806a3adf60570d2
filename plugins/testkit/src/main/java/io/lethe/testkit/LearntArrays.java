package io.lethe.testkit;

import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.Tensor;
import io.lethe.spi.WipeableModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Whether a model that can be wiped names the arrays that it saves, all but a few numbers: some are no
 * parameters, such as the signs of a probe.
 */
final class LearntArrays {

  private LearntArrays() {}

  private static final double MISSING_MAX = 0.05;

  /** What is missing, with its likely cause; nothing if all is named, or the model cannot be wiped. */
  static List<String> broken(RecommenderPlugin plugin, RecommenderModel model) {
    if (!(model instanceof WipeableModel wipeable)) {
      return List.of();
    }
    Set<float[]> learnt = Collections.newSetFromMap(new IdentityHashMap<>());
    learnt.addAll(wipeable.learntArrays());
    long saved = 0;
    long missing = 0;
    List<String> blocks = new ArrayList<>();
    for (Tensor tensor : plugin.save(model).tensors()) {
      for (float[] chunk : tensor.chunks()) {
        saved += chunk.length;
        if (!learnt.contains(chunk)) {
          missing += chunk.length;
          blocks.add(tensor.name());
        }
      }
    }
    return missing <= MISSING_MAX * saved
        ? List.of()
        : List.of(
            "learnt-arrays: block %s, all rows: a ratio of %.3g of the saved numbers is not named, and at"
                .formatted(blocks, (double) missing / saved)
                + " most %s keeps the promise; likely cause: learntArrays() leaves out parameters, which"
                    .formatted(MISSING_MAX)
                + " then stay in memory after their version is gone");
  }
}
