package io.lethe.cli.evaluate;

import io.lethe.evaluation.strategy.Strategies;
import io.lethe.kernels.Kernels;
import io.lethe.unlearning.InfluenceUnlearner;
import io.lethe.unlearning.UnlearningConfig;

/** Puts the methods to compare together, as the server is put together: on the fastest kernels. */
final class Methods {

  private Methods() {}

  static Strategies catalogue() {
    Kernels kernels = Kernels.fastest();
    return new Strategies(
        new InfluenceUnlearner(UnlearningConfig.defaults(), kernels, System::nanoTime), kernels);
  }
}
