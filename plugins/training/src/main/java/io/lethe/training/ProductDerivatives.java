package io.lethe.training;

import io.lethe.kernels.GramMatrix;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairGroups;
import io.lethe.kernels.PairPasses;
import io.lethe.kernels.PairSelection;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.PairTerms;
import io.lethe.kernels.Workers;
import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.RowCurvatures;
import io.lethe.training.objective.ModelShape;

/**
 * Derivatives of the logistic loss over some terms: grouped and scored once, at construction, then
 * two passes for each product. Immutable.
 */
final class ProductDerivatives implements RowCurvatures {

  private final ModelShape shape;
  private final PairTables tables;
  private final Kernels kernels;
  private final Workers workers;
  private final PairPasses passes;
  private final PairGroups groups;
  private final float[] labels;
  private final PairTerms terms;

  ProductDerivatives(
      ModelShape shape, PairTables tables, Kernels kernels, Workers workers, GroupedTerms grouped) {
    this.shape = shape;
    this.tables = tables;
    this.kernels = kernels;
    this.workers = workers;
    this.passes = new PairPasses(kernels, workers);
    this.groups = grouped.groups();
    this.labels = grouped.labels();
    this.terms = passes.terms(tables, groups, labels);
  }

  @Override
  public double loss() {
    return passes.loss(terms.logits(), labels);
  }

  @Override
  public void gradient(ParameterSelection selection, float[] out) {
    passes.gradient(tables, groups, terms.residuals(), rows(selection), out);
    FrozenCoordinates.clear(shape, selection, out);
  }

  @Override
  public void gaussNewtonProduct(ParameterSelection selection, float[] vector, float[] out) {
    passes
        .gaussNewtonProduct(tables, groups, terms, rows(selection), moving(selection, vector), out);
    FrozenCoordinates.clear(shape, selection, out);
  }

  @Override
  public void hessianProduct(ParameterSelection selection, float[] vector, float[] out) {
    passes.hessianProduct(tables, groups, terms, rows(selection), moving(selection, vector), out);
    FrozenCoordinates.clear(shape, selection, out);
  }

  /** The vector without frozen coordinates: they do not move, so products stay symmetric. */
  private float[] moving(ParameterSelection selection, float[] vector) {
    if (!shape.biases()) {
      return vector;
    }
    float[] moving = vector.clone();
    FrozenCoordinates.clear(shape, selection, moving);
    return moving;
  }

  @Override
  public void termCounts(ParameterSelection selection, float[] out) {
    groups.counts(rows(selection), out);
  }

  @Override
  public CurvatureFactors curvature() {
    int width = tables.width();
    float[] userCounts = new float[tables.users().rows()];
    float[] itemCounts = new float[tables.items().rows()];
    scatterCounts(userCounts, itemCounts);
    double[] userFactor = GramMatrix.weighted(kernels, workers, tables.items(), itemCounts);
    double[] itemFactor = GramMatrix.weighted(kernels, workers, tables.users(), userCounts);
    FrozenCoordinates.clear(shape, Side.USER, userFactor, width);
    FrozenCoordinates.clear(shape, Side.ITEM, itemFactor, width);
    double weight = 0;
    for (float curvature : terms.curvatures()) {
      weight += curvature;
    }
    return new CurvatureFactors(width, userFactor, itemFactor, weight, groups.size());
  }

  @Override
  public double[][] rowCurvatures(ParameterSelection selection) {
    double[][] blocks = passes.rowCurvatures(tables, groups, terms, rows(selection));
    int users = selection.count(ModelShape.USER_BLOCK);
    for (int k = 0; k < blocks.length; k++) {
      Side side = k < users ? Side.USER : Side.ITEM;
      FrozenCoordinates.clear(shape, side, blocks[k], tables.width());
    }
    return blocks;
  }

  private void scatterCounts(float[] userCounts, float[] itemCounts) {
    PairSelection active = groups.activeRows();
    float[] counts = new float[active.users().length + active.items().length];
    groups.counts(active, counts);
    for (int k = 0; k < active.users().length; k++) {
      userCounts[active.users()[k]] = counts[k];
    }
    for (int k = 0; k < active.items().length; k++) {
      itemCounts[active.items()[k]] = counts[active.users().length + k];
    }
  }

  private static PairSelection rows(ParameterSelection selection) {
    return new PairSelection(
        selection.rows(ModelShape.USER_BLOCK), selection.rows(ModelShape.ITEM_BLOCK));
  }
}
