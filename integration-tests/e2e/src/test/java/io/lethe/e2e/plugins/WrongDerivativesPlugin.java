package io.lethe.e2e.plugins;

import io.lethe.checks.mutants.Mutant;
import io.lethe.checks.mutants.PairwisePlugin;

/** Says that its curvature is a thousand times what it is. */
public final class WrongDerivativesPlugin extends PairwisePlugin {

  public WrongDerivativesPlugin() {
    super(Mutant.PRODUCT_TIMES_1000);
  }
}
