package io.lethe.testkit;

import io.lethe.spi.InteractionView;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import java.util.List;

/** Whether a model that was saved and loaded scores as before, bit by bit. */
final class Loading {

  private Loading() {}

  /** What differs, with its likely cause; nothing if nothing does. */
  static List<String> broken(
      RecommenderPlugin plugin, RecommenderModel model, InteractionView trained,
      PluginContext context) {
    float[] before = PluginContract.allScores(model);
    float[] after = PluginContract.allScores(plugin.load(plugin.save(model), trained, context));
    for (int k = 0; k < before.length; k++) {
      if (Float.floatToIntBits(before[k]) != Float.floatToIntBits(after[k])) {
        return List.of(
            "loading: all blocks, user row %d: a score is %s after save and load, %s before, a ratio of"
                .formatted(k / model.itemCount(), after[k], before[k])
                + " %.9g, and 1 keeps the promise; likely cause: save leaves out or rounds a block, or"
                    .formatted(after[k] / before[k])
                + " load fills it otherwise");
      }
    }
    return List.of();
  }
}
