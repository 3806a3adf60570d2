package io.lethe.unlearning;

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

/**
 * The smallest graph model for tests: a final embedding is a row plus a quarter of the mean of its
 * neighbours' rows. Dense, in double precision.
 */
final class GraphModel implements EmbeddingModel {

  private static final double PASSED_ON = 0.25;

  private final BilinearModel beneath;
  private final InteractionView graph;
  private final double[][] mixing;
  private final BilinearModel finals;

  GraphModel(BilinearModel beneath, InteractionView graph) {
    this.beneath = beneath;
    this.graph = graph;
    this.mixing = mixing(graph, beneath.userCount(), beneath.itemCount());
    this.finals = mixed(beneath, mixing);
  }

  /** The rows beneath the final embeddings. */
  BilinearModel beneath() {
    return beneath;
  }

  BilinearModel finals() {
    return finals;
  }

  private static double[][] mixing(InteractionView graph, int users, int items) {
    double[][] mixing = new double[users + items][users + items];
    Interactions all = graph.all();
    for (int p : graph.positions()) {
      mixing[all.user(p)][users + all.item(p)] = 1;
      mixing[users + all.item(p)][all.user(p)] = 1;
    }
    for (int k = 0; k < mixing.length; k++) {
      double degree = 0;
      for (double edge : mixing[k]) {
        degree += edge;
      }
      for (int j = 0; j < mixing.length; j++) {
        mixing[k][j] *= degree == 0 ? 0 : PASSED_ON / degree;
      }
      mixing[k][k] += 1;
    }
    return mixing;
  }

  private static BilinearModel mixed(BilinearModel model, double[][] mixing) {
    double[] out = times(mixing, vector(model), false);
    return model.at(out);
  }

  private static double[] vector(BilinearModel model) {
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] rows = new float[all.length()];
    model.parameters(all, rows);
    return widened(rows);
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int k = 0; k < wide.length; k++) {
      wide[k] = values[k];
    }
    return wide;
  }

  /** The mixing, or its transpose, times rows. */
  private static double[] times(double[][] mixing, double[] rows, boolean transposed) {
    int width = rows.length / mixing.length;
    double[] out = new double[rows.length];
    for (int k = 0; k < mixing.length; k++) {
      for (int j = 0; j < mixing.length; j++) {
        double weight = transposed ? mixing[j][k] : mixing[k][j];
        for (int c = 0; c < width && weight != 0; c++) {
          out[k * width + c] += weight * rows[j * width + c];
        }
      }
    }
    return out;
  }

  @Override
  public DifferentiableModel inFinalSpace() {
    return finals;
  }

  /** Solves for the rows beneath by a fixed-point iteration, which the small mixing lets converge. */
  @Override
  public GraphModel withFinalDelta(InteractionView view, ParameterDelta delta) {
    double[] wanted = vector(finals.withDelta(delta));
    double[][] next = mixing(view, userCount(), itemCount());
    double[] rows = wanted.clone();
    for (int k = 0; k < 60; k++) {
      double[] mixed = times(next, rows, false);
      for (int j = 0; j < rows.length; j++) {
        rows[j] += wanted[j] - mixed[j];
      }
    }
    return new GraphModel(beneath.at(rows), view);
  }

  @Override
  public int userCount() {
    return beneath.userCount();
  }

  @Override
  public int itemCount() {
    return beneath.itemCount();
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
    return beneath.layout();
  }

  @Override
  public ParameterSelection affectedRows(Removal removal) {
    return ParameterSelection.all(layout());
  }

  @Override
  public GraphModel viewedOn(InteractionView view) {
    return new GraphModel(beneath, view);
  }

  @Override
  public GraphModel withDelta(ParameterDelta delta) {
    return new GraphModel(beneath.withDelta(delta), graph);
  }

  @Override
  public void parameters(ParameterSelection selection, float[] out) {
    beneath.parameters(selection, out);
  }

  @Override
  public ViewDerivatives on(InteractionView view) {
    return new Derivatives(finals.on(view));
  }

  /** Those of the final embeddings between the mixing and its transpose. */
  private final class Derivatives implements ViewDerivatives {

    private final ViewDerivatives inFinals;
    private final ParameterSelection all = ParameterSelection.all(layout());

    Derivatives(ViewDerivatives inFinals) {
      this.inFinals = inFinals;
    }

    @Override
    public double loss() {
      return inFinals.loss();
    }

    @Override
    public void gradient(ParameterSelection selection, float[] out) {
      float[] gradient = new float[all.length()];
      inFinals.gradient(all, gradient);
      pick(gradient, selection, out);
    }

    @Override
    public void gaussNewtonProduct(ParameterSelection selection, float[] vector, float[] out) {
      float[] product = new float[all.length()];
      inFinals.gaussNewtonProduct(all, moves(selection, vector), product);
      pick(product, selection, out);
    }

    @Override
    public void hessianProduct(ParameterSelection selection, float[] vector, float[] out) {
      float[] product = new float[all.length()];
      inFinals.hessianProduct(all, moves(selection, vector), product);
      pick(product, selection, out);
    }

    private float[] moves(ParameterSelection selection, float[] vector) {
      return narrowed(times(mixing, widened(Selections.expand(selection, vector, all)), false));
    }

    private void pick(float[] vector, ParameterSelection selection, float[] out) {
      float[] passed = narrowed(times(mixing, widened(vector), true));
      float[] picked = Selections.restrict(all, passed, selection);
      System.arraycopy(picked, 0, out, 0, out.length);
    }

    private static float[] narrowed(double[] values) {
      float[] narrow = new float[values.length];
      for (int k = 0; k < narrow.length; k++) {
        narrow[k] = (float) values[k];
      }
      return narrow;
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
}
