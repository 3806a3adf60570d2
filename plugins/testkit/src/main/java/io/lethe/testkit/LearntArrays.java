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

/** Whether a model that can be wiped names every array that it saves. */
final class LearntArrays {

  private LearntArrays() {}

  /** What is missing, with its likely cause; nothing if all is named, or the model cannot be wiped. */
  static List<String> broken(RecommenderPlugin plugin, RecommenderModel model) {
    if (!(model instanceof WipeableModel wipeable)) {
      return List.of();
    }
    Set<float[]> learnt = Collections.newSetFromMap(new IdentityHashMap<>());
    learnt.addAll(wipeable.learntArrays());
    List<String> broken = new ArrayList<>();
    for (Tensor tensor : plugin.save(model).tensors()) {
      long missing = tensor.chunks().stream().filter(chunk -> !learnt.contains(chunk)).count();
      if (missing > 0) {
        broken.add(
            "learnt-arrays: block %s, all rows: a share of %.3g of its arrays is not named, and 0 keeps"
                .formatted(tensor.name(), (double) missing / tensor.chunks().size())
                + " the promise; likely cause: learntArrays() leaves out parameters, which then stay in"
                + " memory after their version is gone");
      }
    }
    return broken;
  }
}
