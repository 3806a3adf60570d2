package io.lethe.plugins.embeddings;

import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.RowCurvatures;
import io.lethe.training.objective.ModelShape;

/** Derivatives in all coordinates but held ones. */
record HeldDerivatives(RowCurvatures all, HeldBiases held) implements RowCurvatures {

  @Override
  public double loss() {
    return all.loss();
  }

  @Override
  public void gradient(ParameterSelection selection, float[] out) {
    all.gradient(selection, out);
    held.clear(selection, out);
  }

  @Override
  public void gaussNewtonProduct(ParameterSelection selection, float[] vector, float[] out) {
    all.gaussNewtonProduct(selection, moving(selection, vector), out);
    held.clear(selection, out);
  }

  @Override
  public void hessianProduct(ParameterSelection selection, float[] vector, float[] out) {
    all.hessianProduct(selection, moving(selection, vector), out);
    held.clear(selection, out);
  }

  private float[] moving(ParameterSelection selection, float[] vector) {
    float[] moving = vector.clone();
    held.clear(selection, moving);
    return moving;
  }

  @Override
  public void termCounts(ParameterSelection selection, float[] out) {
    all.termCounts(selection, out);
  }

  @Override
  public CurvatureFactors curvature() {
    CurvatureFactors factors = all.curvature();
    double[] users = factors.userFactor();
    double[] items = factors.itemFactor();
    held.clear(ModelShape.USER_BLOCK, users, factors.width());
    held.clear(ModelShape.ITEM_BLOCK, items, factors.width());
    return new CurvatureFactors(factors.width(), users, items, factors.weight(), factors.count());
  }

  @Override
  public double[][] rowCurvatures(ParameterSelection selection) {
    double[][] blocks = all.rowCurvatures(selection);
    int users = selection.count(ModelShape.USER_BLOCK);
    int width = selection.layout().blocks().getFirst().width();
    for (int k = 0; k < blocks.length; k++) {
      held.clear(k < users ? ModelShape.USER_BLOCK : ModelShape.ITEM_BLOCK, blocks[k], width);
    }
    return blocks;
  }
}
