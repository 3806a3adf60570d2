package io.lethe.engine.model;

import io.lethe.engine.data.VersionData;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.unlearning.UnlearningState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a version is made of, before it has a name. Immutable.
 *
 * @param plugin made the model, can save it and train anew
 * @param model the parameters
 * @param data who and what it knows, and the interactions it reflects
 * @param unlearning what it needs to forget at once; null for a model that cannot be differentiated
 */
public record VersionContent(
    RecommenderPlugin plugin, RecommenderModel model, VersionData data,
    @Nullable UnlearningState unlearning) {

  public VersionContent {
    if (model.userCount() != data.index().userCount()
        || model.itemCount() != data.index().itemCount()) {
      throw new IllegalArgumentException(
          "a model of %d users and %d items does not fit an index of %d and %d".formatted(
              model.userCount(), model.itemCount(), data.index().userCount(),
              data.index().itemCount()));
    }
  }

  /** The model as one that can be differentiated, with the state it needs to forget. */
  public Optional<Differentiable> differentiable() {
    return model instanceof DifferentiableModel differentiable && unlearning != null
        ? Optional.of(new Differentiable(differentiable, unlearning))
        : Optional.empty();
  }

  /** A model that can forget by influence. */
  public record Differentiable(DifferentiableModel model, UnlearningState state) {}
}
