package io.lethe.checks.family;

import io.lethe.checks.Measure;
import io.lethe.checks.Promise;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.Tensor;
import io.lethe.spi.WipeableModel;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a model that can be wiped names the arrays that it saves, all but a few numbers: some are no
 * parameters, such as the signs of a probe.
 */
public final class LearntArraysCheck {

  private static final double MISSING_MAX = 0.05;

  private LearntArraysCheck() {}

  /** Measures; nothing of a model that cannot be wiped. */
  public static List<Measure> measures(RecommenderPlugin plugin, RecommenderModel model) {
    if (!(model instanceof WipeableModel wipeable)) {
      return List.of();
    }
    Set<float[]> learnt = Collections.newSetFromMap(new IdentityHashMap<>());
    learnt.addAll(wipeable.learntArrays());
    long saved = 0;
    long missing = 0;
    Set<String> blocks = new TreeSet<>();
    for (Tensor tensor : plugin.save(model).tensors()) {
      for (float[] chunk : tensor.chunks()) {
        saved += chunk.length;
        if (!learnt.contains(chunk)) {
          missing += chunk.length;
          blocks.add(tensor.name());
        }
      }
    }
    return List.of(
        new Measure(
            Promise.LEARNT_ARRAYS, blocks.isEmpty() ? "all" : String.join(" and ", blocks), -1,
            "share of the saved numbers that learntArrays() does not name",
            saved == 0 ? 0 : (double) missing / saved, 0, MISSING_MAX,
            "learntArrays() leaves out parameters, which then stay in memory after their version is"
                + " gone"));
  }
}
