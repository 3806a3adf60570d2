package io.lethe.engine.publish;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.VersionData;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.Tensor;
import java.util.Map;

/** What a plugin has trained, looked at before anybody is recommended anything by it. */
final class TrainedShape {

  private TrainedShape() {}

  /**
   * Checks that a model has the users and items it was trained on, and finite parameters. One pass
   * over them.
   *
   * @throws LetheException of kind {@code PLUGIN_FAILED} or {@code VERIFICATION_FAILED}
   */
  static void check(RecommenderPlugin plugin, RecommenderModel model, VersionData data) {
    EntityIndex index = data.index();
    if (model.userCount() != index.userCount() || model.itemCount() != index.itemCount()) {
      throw new LetheException(
          ErrorKind.PLUGIN_FAILED,
          "plugin %s trained a model of %d users and %d items on %d and %d".formatted(
              plugin.name(), model.userCount(), model.itemCount(), index.userCount(),
              index.itemCount()),
          Map.of("plugin", plugin.name()));
    }
    for (Tensor tensor : plugin.save(model).tensors()) {
      for (float[] chunk : tensor.chunks()) {
        checkFinite(plugin, tensor, chunk);
      }
    }
  }

  private static void checkFinite(RecommenderPlugin plugin, Tensor tensor, float[] chunk) {
    for (float value : chunk) {
      if (!Float.isFinite(value)) {
        throw new LetheException(
            ErrorKind.VERIFICATION_FAILED,
            "plugin %s trained a %s that holds %s".formatted(plugin.name(), tensor.name(), value),
            Map.of("plugin", plugin.name()));
      }
    }
  }
}
