package io.lethe.evaluation.strategy;

import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.EmbeddingModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ViewDerivatives;
import io.lethe.unlearning.BilinearModel;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A small dense graph model for tests: final embeddings are half the parameters and half what comes
 * over the positive interactions of a view, normalized by the roots of both degrees.
 */
final class TinyGraphModel implements EmbeddingModel {

  private final BilinearModel layer0;
  private final InteractionView graph;
  private final boolean propagates;
  private final BilinearModel finals;

  TinyGraphModel(BilinearModel layer0, InteractionView graph) {
    this(layer0, graph, true);
  }

  private TinyGraphModel(BilinearModel layer0, InteractionView graph, boolean propagates) {
    this.layer0 = layer0;
    this.graph = graph;
    this.propagates = propagates;
    ParameterSelection all = ParameterSelection.all(layer0.layout());
    float[] rows = new float[all.length()];
    layer0.parameters(all, rows);
    float[] move = propagated(rows);
    for (int k = 0; k < move.length; k++) {
      move[k] -= rows[k];
    }
    this.finals = layer0.withDelta(new ParameterDelta(all, move, none(layer0.layout())));
  }

  static ParameterSelection none(ParameterLayout layout) {
    return ParameterSelection.of(layout, List.of(new int[0], new int[0]));
  }

  /** The symmetric propagation of every row. */
  private float[] propagated(float[] rows) {
    if (!propagates) {
      return rows.clone();
    }
    Interactions all = graph.all();
    int users = all.keys().userCount();
    int width = layer0.layout().blocks().getFirst().width();
    double[] degrees = new double[users + all.keys().itemCount()];
    for (int p : graph.positions()) {
      if (all.value(p) > Settings.THRESHOLD) {
        degrees[all.user(p)]++;
        degrees[users + all.item(p)]++;
      }
    }
    float[] out = new float[rows.length];
    for (int k = 0; k < rows.length; k++) {
      out[k] = rows[k] / 2;
    }
    for (int p : graph.positions()) {
      if (all.value(p) > Settings.THRESHOLD) {
        int user = all.user(p);
        int item = users + all.item(p);
        double weight = 0.5 / Math.sqrt(degrees[user] * degrees[item]);
        for (int k = 0; k < width; k++) {
          out[user * width + k] += (float) (weight * rows[item * width + k]);
          out[item * width + k] += (float) (weight * rows[user * width + k]);
        }
      }
    }
    return out;
  }

  @Override
  public int userCount() {
    return finals.userCount();
  }

  @Override
  public int itemCount() {
    return finals.itemCount();
  }

  @Override
  public void score(int user, int[] items, float[] scores) {
    finals.score(user, items, scores);
  }

  @Override
  public int topItems(int user, int[] excluded, int[] items, float[] scores) {
    return finals.topItems(user, excluded, items, scores);
  }

  @Override
  public ParameterLayout layout() {
    return layer0.layout();
  }

  @Override
  public ViewDerivatives on(InteractionView view) {
    return new Derivatives(finals.on(view));
  }

  @Override
  public ParameterSelection affectedRows(Removal removal) {
    return ParameterSelection.all(layout());
  }

  @Override
  public TinyGraphModel viewedOn(InteractionView view) {
    return new TinyGraphModel(layer0, view, propagates);
  }

  @Override
  public TinyGraphModel withDelta(ParameterDelta delta) {
    return new TinyGraphModel(layer0.withDelta(delta), graph, propagates);
  }

  @Override
  public void parameters(ParameterSelection selection, float[] out) {
    layer0.parameters(selection, out);
  }

  @Override
  public DifferentiableModel inFinalSpace() {
    return finals;
  }

  /** From then on the final embeddings are the parameters. */
  @Override
  public TinyGraphModel withFinalDelta(InteractionView view, ParameterDelta delta) {
    return new TinyGraphModel(finals.withDelta(delta), view, false);
  }

  /** Derivatives of the final embeddings, carried through the propagation. */
  private final class Derivatives implements ViewDerivatives {

    private final ViewDerivatives beyond;
    private final ParameterSelection all = ParameterSelection.all(layout());

    Derivatives(ViewDerivatives beyond) {
      this.beyond = beyond;
    }

    @Override
    public double loss() {
      return beyond.loss();
    }

    @Override
    public void gradient(ParameterSelection selection, float[] out) {
      float[] gradient = new float[all.length()];
      beyond.gradient(all, gradient);
      restrict(selection, propagated(gradient), out);
    }

    @Override
    public void gaussNewtonProduct(ParameterSelection selection, float[] vector, float[] out) {
      through(selection, vector, out, (in, product) -> beyond.gaussNewtonProduct(all, in, product));
    }

    @Override
    public void hessianProduct(ParameterSelection selection, float[] vector, float[] out) {
      through(selection, vector, out, (in, product) -> beyond.hessianProduct(all, in, product));
    }

    private void through(
        ParameterSelection selection, float[] vector, float[] out,
        BiConsumer<float[], float[]> product) {
      float[] whole = new float[all.length()];
      each(selection, (from, to) -> whole[to] = vector[from]);
      float[] result = new float[all.length()];
      product.accept(propagated(whole), result);
      restrict(selection, propagated(result), out);
    }

    private void restrict(ParameterSelection selection, float[] whole, float[] out) {
      each(selection, (at, of) -> out[at] = whole[of]);
    }

    private void each(ParameterSelection selection, BiConsumer<Integer, Integer> pair) {
      int width = layout().blocks().getFirst().width();
      for (int b = 0; b < 2; b++) {
        for (int k = 0; k < selection.count(b) * width; k++) {
          int row = selection.row(b, k / width);
          pair.accept(selection.offset(b) + k, all.offset(b) + row * width + k % width);
        }
      }
    }

    @Override
    public void termCounts(ParameterSelection selection, float[] out) {
      beyond.termCounts(selection, out);
    }

    @Override
    public CurvatureFactors curvature() {
      return beyond.curvature();
    }
  }
}
