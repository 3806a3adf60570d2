package io.lethe.plugins.lightgcn;

import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.ViewDerivatives;
import java.util.function.BiConsumer;

/**
 * Derivatives in layer-0 embeddings: those in final embeddings between two propagations, {@code P g}
 * and {@code P H P}, because final embeddings are linear in layer-0 ones and P is symmetric. Term
 * counts and curvature factors are those of final rows. Immutable.
 */
final class PropagatedDerivatives implements ViewDerivatives {

  private final Architecture architecture;
  private final Propagation propagation;
  private final ViewDerivatives inFinals;
  private final ParameterSelection all;
  private final int width;

  /**
   * Derivatives through a graph.
   *
   * @param inFinals of the same terms, in final embeddings
   * @param all every row of the layout
   */
  PropagatedDerivatives(
      Architecture architecture, Propagation propagation, ViewDerivatives inFinals,
      ParameterSelection all) {
    this.architecture = architecture;
    this.propagation = propagation;
    this.inFinals = inFinals;
    this.all = all;
    this.width = all.layout().blocks().getFirst().width();
  }

  @Override
  public double loss() {
    return inFinals.loss();
  }

  @Override
  public void gradient(ParameterSelection selection, float[] out) {
    float[] gradient = new float[all.length()];
    inFinals.gradient(all, gradient);
    SelectedRows.pick(architecture.propagated(propagation, gradient, width), all, selection, out);
  }

  @Override
  public void gaussNewtonProduct(ParameterSelection selection, float[] vector, float[] out) {
    product(selection, vector, out, (in, product) -> inFinals.gaussNewtonProduct(all, in, product));
  }

  @Override
  public void hessianProduct(ParameterSelection selection, float[] vector, float[] out) {
    product(selection, vector, out, (in, product) -> inFinals.hessianProduct(all, in, product));
  }

  private void product(
      ParameterSelection selection, float[] vector, float[] out,
      BiConsumer<float[], float[]> inFinalSpace) {
    float[] moves = architecture
        .propagated(propagation, SelectedRows.embed(vector, selection, all), width);
    float[] product = new float[moves.length];
    inFinalSpace.accept(moves, product);
    SelectedRows.pick(architecture.propagated(propagation, product, width), all, selection, out);
  }

  @Override
  public void termCounts(ParameterSelection selection, float[] out) {
    inFinals.termCounts(selection, out);
  }

  @Override
  public CurvatureFactors curvature() {
    return inFinals.curvature();
  }
}
