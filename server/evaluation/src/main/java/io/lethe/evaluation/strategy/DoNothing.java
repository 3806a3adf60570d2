package io.lethe.evaluation.strategy;

import io.lethe.spi.RecommenderModel;
import java.util.Map;

/** The control: the model stays as it is. */
record DoNothing(String name) implements Strategy {

  @Override
  public Forgetful prepare(Setting setting) {
    return new Unmoved(setting.original().model());
  }

  private record Unmoved(RecommenderModel model) implements Forgetful {
    @Override
    public Step forget(ForgetRequest request) {
      return new Step(this, Map.of());
    }
  }
}
