package io.lethe.training;

import io.lethe.spi.EmbeddingModel;
import io.lethe.spi.HistoryModel;
import io.lethe.spi.LearningModel;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ViewDerivatives;
import io.lethe.spi.WipeableModel;
import io.lethe.training.objective.ModelShape;

/**
 * An embedding model with two blocks, users and items, under the logistic loss. Its derivatives can
 * be taken over terms grouped beforehand, so that a step in parameters does not group them again.
 */
public interface LogisticModel extends EmbeddingModel, HistoryModel, LearningModel, WipeableModel {

  /** What the model is besides its parameters. */
  ModelShape shape();

  /** Derivatives over grouped terms, at this model's parameters. Scores every term once. */
  ViewDerivatives over(GroupedTerms terms);

  @Override
  LogisticModel withDelta(ParameterDelta delta);
}
