package io.lethe.unlearning;

import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ViewDerivatives;
import java.util.List;

/**
 * A sound model whose Gauss-Newton product is another one in its layers.
 *
 * @param change what becomes of the product
 */
record LayerMutant(WeightedModel sound, Change change) implements DifferentiableModel {

  /** What of the product is wrong. */
  enum Change {
    /** Nothing. */
    NONE,
    /** Entries of layers are a tenth. */
    TENTH,
    /** They are ten times too large. */
    TENFOLD,
    /** The product is {@code D G D}: symmetric and never negative, a tenth in the layers. */
    TENTH_AND_SYMMETRIC,
    /** The same, ten times too large. */
    TENFOLD_AND_SYMMETRIC,
    /** What lies between rows and layers is missing. */
    NO_CROSS_TERMS
  }

  @Override
  public ViewDerivatives on(InteractionView view) {
    return new Derivatives(sound.on(view), change);
  }

  /** Those of the sound model with one method changed. */
  private record Derivatives(ViewDerivatives sound, Change change) implements ViewDerivatives {

    @Override
    public void gaussNewtonProduct(ParameterSelection selection, float[] vector, float[] out) {
      float root = (float) Math.sqrt(10);
      switch (change) {
        case NONE -> sound.gaussNewtonProduct(selection, vector, out);
        case TENTH -> scaled(1, 0.1f, selection, vector, out);
        case TENFOLD -> scaled(1, 10, selection, vector, out);
        case TENTH_AND_SYMMETRIC -> scaled(1 / root, 1 / root, selection, vector, out);
        case TENFOLD_AND_SYMMETRIC -> scaled(root, root, selection, vector, out);
        case NO_CROSS_TERMS -> {
          float[] ofLayers = new float[vector.length];
          sound.gaussNewtonProduct(selection, inLayers(0, selection, vector), out);
          sound.gaussNewtonProduct(selection, inSides(0, selection, vector), ofLayers);
          float[] rows = inLayers(0, selection, out);
          float[] layers = inSides(0, selection, ofLayers);
          for (int k = 0; k < rows.length; k++) {
            out[k] = rows[k] + layers[k];
          }
        }
      }
    }

    private void scaled(
        float in, float out, ParameterSelection selection, float[] vector, float[] product) {
      sound.gaussNewtonProduct(selection, inLayers(in, selection, vector), product);
      System.arraycopy(inLayers(out, selection, product), 0, product, 0, product.length);
    }

    private static float[] inLayers(float factor, ParameterSelection selection, float[] vector) {
      return times(factor, true, selection, vector);
    }

    private static float[] inSides(float factor, ParameterSelection selection, float[] vector) {
      return times(factor, false, selection, vector);
    }

    private static float[] times(
        float factor, boolean shared, ParameterSelection selection, float[] vector) {
      float[] next = vector.clone();
      for (int b = 0; b < selection.layout().blocks().size(); b++) {
        if ((selection.layout().blocks().get(b).side() == Side.SHARED) == shared) {
          int size = selection.offset(b + 1) - selection.offset(b);
          Vectors.scale(factor, next, selection.offset(b), size);
        }
      }
      return next;
    }

    @Override
    public double loss() {
      return sound.loss();
    }

    @Override
    public void gradient(ParameterSelection selection, float[] out) {
      sound.gradient(selection, out);
    }

    @Override
    public void hessianProduct(ParameterSelection selection, float[] vector, float[] out) {
      sound.hessianProduct(selection, vector, out);
    }

    @Override
    public void termCounts(ParameterSelection selection, float[] out) {
      sound.termCounts(selection, out);
    }

    @Override
    public CurvatureFactors curvature() {
      return sound.curvature();
    }

    @Override
    public List<CurvatureFactors.Layer> layerCurvatures() {
      return sound.layerCurvatures();
    }
  }

  @Override
  public ParameterLayout layout() {
    return sound.layout();
  }

  @Override
  public ParameterSelection affectedRows(Removal removal) {
    return sound.affectedRows(removal);
  }

  @Override
  public void removalGradient(Removal removal, ParameterSelection selection, float[] out) {
    sound.removalGradient(removal, selection, out);
  }

  @Override
  public LayerMutant viewedOn(InteractionView view) {
    return this;
  }

  @Override
  public LayerMutant withDelta(ParameterDelta delta) {
    return new LayerMutant(sound.withDelta(delta), change);
  }

  @Override
  public void parameters(ParameterSelection selection, float[] out) {
    sound.parameters(selection, out);
  }

  @Override
  public int userCount() {
    return sound.userCount();
  }

  @Override
  public int itemCount() {
    return sound.itemCount();
  }

  @Override
  public void score(int user, int[] items, float[] scores) {
    sound.score(user, items, scores);
  }

  @Override
  public int topItems(int user, int[] excluded, int[] items, float[] scores) {
    return sound.topItems(user, excluded, items, scores);
  }
}
