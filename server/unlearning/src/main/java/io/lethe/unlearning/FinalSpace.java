package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.EmbeddingModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterDelta;

/**
 * Where influence is computed: among a model's final embeddings if its scores are products of them,
 * among its own parameters otherwise.
 */
final class FinalSpace {

  private FinalSpace() {}

  /** The model whose parameters move. */
  static DifferentiableModel of(DifferentiableModel model) {
    return model instanceof EmbeddingModel embedding ? embedding.inFinalSpace() : model;
  }

  /**
   * The model after a move there, on what stays.
   *
   * @param delta over the layout of {@link #of}
   */
  static DifferentiableModel moved(
      DifferentiableModel model, InteractionView retained, ParameterDelta delta) {
    return model instanceof EmbeddingModel embedding
        ? embedding.withFinalDelta(retained, delta)
        : model.viewedOn(retained).withDelta(delta);
  }
}
