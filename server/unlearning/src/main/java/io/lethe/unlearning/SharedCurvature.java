package io.lethe.unlearning;

import io.lethe.checks.Reach;
import io.lethe.kernels.solve.KroneckerProduct;
import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.ViewDerivatives;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The curvature of blocks that all interactions share, from a drawn part of what stays: whatever the
 * number of interactions, it costs the draw. Lives as long as one request: the next version has other
 * parameters.
 */
final class SharedCurvature {

  private static final int PROBES = 8;
  private static final long SEED = 0x5348_4152_4544L;

  private final DifferentiableModel space;
  private final InteractionView retained;
  private final Interactions drawn;
  private final List<CurvatureFactors.Layer> layers;

  /**
   * Looks at what was drawn.
   *
   * @param space the model before
   * @param drawn some of the retained interactions, at random
   * @throws IllegalArgumentException if the model gives the curvature of a block that is not shared
   */
  SharedCurvature(DifferentiableModel space, InteractionView retained, Interactions drawn) {
    this.space = space;
    this.retained = retained;
    this.drawn = drawn;
    this.layers = drawn.size() == 0
        ? List.of()
        : space.on(InteractionView.of(drawn)).layerCurvatures();
    List<ParameterBlock> blocks = space.layout().blocks();
    for (CurvatureFactors.Layer layer : layers) {
      if (layer.block() < 0 || layer.block() >= blocks.size()
          || blocks.get(layer.block()).side() != Side.SHARED) {
        throw new IllegalArgumentException(
            "a layer's curvature is given for block %d, which is no shared block of %d"
                .formatted(layer.block(), blocks.size()));
      }
    }
  }

  /**
   * Draws interactions that stay by a hash of their places. O(draw).
   *
   * @param seed of the draw
   * @param most how many at most
   */
  static SharedCurvature drawn(InfluenceProblem problem, long seed, int most) {
    InteractionView retained = problem.removal().retained();
    int all = retained.all().size();
    int[] positions = LongStream.range(0, all == 0 ? 0 : most)
        .mapToInt(k -> Math.floorMod(ProbeSampler.mix(ProbeSampler.mix(seed) + k), all))
        .filter(retained::contains)
        .distinct()
        .sorted()
        .toArray();
    return new SharedCurvature(problem.space(), retained, retained.all().at(positions));
  }

  /** Whether the model lets its shared blocks move. */
  boolean offered() {
    return !layers.isEmpty();
  }

  /**
   * Interactions that stand for those which touch no moving row.
   *
   * @param scale from those drawn to all of them
   */
  record Sample(InteractionView interactions, double scale) {}

  /**
   * What stands for the interactions that touch no moving row.
   *
   * @param touching number of retained interactions that do
   */
  Sample besides(ParameterSelection moving, int touching) {
    int users = moving.layout().indexOf(Side.USER);
    int items = moving.layout().indexOf(Side.ITEM);
    int[] apart = IntStream.range(0, drawn.size())
        .filter(p -> users < 0 || moving.position(users, drawn.user(p)) < 0)
        .filter(p -> items < 0 || moving.position(items, drawn.item(p)) < 0)
        .toArray();
    // Where moving rows touch all that was drawn, that stands for the few which they do not.
    Interactions some = apart.length == 0 ? drawn : drawn.at(apart);
    return new Sample(
        InteractionView.of(some), (double) (retained.size() - touching) / some.size());
  }

  /**
   * What interactions that touch no moving row add to a product: in the shared blocks alone.
   *
   * @param derivatives over those drawn
   * @param rows shared ones among those that move
   * @param scale from those drawn to all of them
   */
  record Rest(ViewDerivatives derivatives, ParameterSelection rows, double scale) {

    /** Adds the product of the shared part of a vector. O(draw). */
    void addProduct(ParameterSelection moving, float[] vector, float[] out) {
      float[] part = Selections.restrict(moving, vector, rows);
      float[] product = new float[part.length];
      derivatives.gaussNewtonProduct(rows, part, product);
      float[] whole = Selections.expand(rows, product, moving);
      for (int k = 0; k < whole.length; k++) {
        out[k] += (float) (scale * whole[k]);
      }
    }
  }

  /** Their part of products. */
  Rest rest(ParameterSelection moving, int touching) {
    Sample sample = besides(moving, touching);
    return new Rest(space.on(sample.interactions()), Selections.shared(moving), sample.scale());
  }

  /**
   * What a step leaves of the gradient in the shared rows: what moving rows do to them is looked at
   * whole, what they do to themselves is seen by what was drawn. O(degrees of the rows + draw).
   *
   * @param problem with shared rows among those that move
   * @param region of the rows that move
   * @return over the shared rows
   */
  float[] left(InfluenceProblem problem, InfluenceStep step, Region region) {
    ParameterSelection moving = step.rows();
    ParameterSelection rows = Selections.shared(moving);
    float[] own = Selections.restrict(moving, step.amounts(), rows);
    float[] ofRows = step.amounts().clone();
    float[] shared = Selections.expand(rows, own, moving);
    for (int k = 0; k < shared.length; k++) {
      ofRows[k] -= shared[k];
    }
    float[] across = region.touched(ofRows);
    float[] product = new float[own.length];
    space.on(InteractionView.of(drawn)).gaussNewtonProduct(rows, own, product);
    float[] left = Selections.restrict(moving, step.gradient(), rows);
    float[] met = Selections.restrict(moving, across, rows);
    float[] ridges = new float[own.length];
    problem.damping().multiply(rows, problem.rows().after().select(rows), own, ridges);
    for (int k = 0; k < left.length; k++) {
      left[k] -= (float) (met[k] + scale() * product[k] + ridges[k]);
    }
    return left;
  }

  /** Rise of the forgotten loss that a gradient in the shared rows still holds. O(draw). */
  double rise(InfluenceProblem problem, InfluenceStep step, float[] left) {
    return Reach.ofShared(
        space, Selections.shared(step.rows()), left, InteractionView.of(drawn), scale(),
        problem.damping().perRootTerm());
  }

  private double scale() {
    return (double) retained.size() / drawn.size();
  }

  /**
   * An approximate inverse of the damped curvature of the shared blocks, block by block: in Kronecker
   * form where the model gives it, by its diagonal elsewhere. O(layers * width^3 + draw).
   */
  Inverse inverse(ParameterSelection moving, RowDamping damping) {
    double scale = scale();
    TreeMap<Integer, KroneckerProduct> products = new TreeMap<>();
    double[] weights = new double[moving.layout().blocks().size()];
    for (CurvatureFactors.Layer layer : layers) {
      ParameterBlock block = moving.layout().blocks().get(layer.block());
      if (moving.count(layer.block()) == block.rows() && layer.weight() > 0) {
        products.put(
            layer.block(),
            KroneckerProduct.of(layer.inputs(), block.rows(), layer.outputs(), block.width()));
        weights[layer.block()] = scale / layer.weight();
      }
    }
    return new Inverse(
        damping, products, weights, diagonal(others(moving, products.keySet()), scale));
  }

  /** Shared rows that no product covers. */
  private static ParameterSelection others(ParameterSelection moving, Set<Integer> covered) {
    ParameterSelection shared = Selections.shared(moving);
    return ParameterSelection.of(
        moving.layout(),
        IntStream.range(0, moving.layout().blocks().size())
            .mapToObj(b -> covered.contains(b) ? new int[0] : shared.rows(b))
            .toList());
  }

  /** The mean curvature of each shared row: products with signs drawn at random (Hutchinson 1989). */
  private double[][] diagonal(ParameterSelection rows, double scale) {
    SplittableRandom random = new SplittableRandom(SEED);
    ViewDerivatives derivatives = space.on(InteractionView.of(drawn));
    float[] signs = new float[rows.length()];
    float[] product = new float[rows.length()];
    double[][] means = new double[rows.layout().blocks().size()][];
    for (int b = 0; b < means.length; b++) {
      means[b] = new double[rows.count(b)];
    }
    for (int probe = 0; probe < PROBES && rows.length() > 0; probe++) {
      for (int k = 0; k < signs.length; k++) {
        signs[k] = random.nextInt(2) * 2 - 1;
      }
      derivatives.gaussNewtonProduct(rows, signs, product);
      for (int b = 0; b < means.length; b++) {
        int width = rows.layout().blocks().get(b).width();
        for (int j = rows.offset(b); j < rows.offset(b + 1); j++) {
          means[b][(j - rows.offset(b)) / width] += scale * signs[j] * product[j] / width / PROBES;
        }
      }
    }
    return means;
  }

  /**
   * See {@link #inverse}.
   *
   * @param weights per block, what its product is multiplied with
   * @param diagonal per block the mean curvature of each row that moves
   */
  record Inverse(
      RowDamping damping, TreeMap<Integer, KroneckerProduct> products, double[] weights,
      double[][] diagonal) {

    /** Overwrites the shared blocks of a vector; others stay as they are. */
    void apply(ParameterSelection rows, float[] terms, float[] in, float[] out) {
      int first = 0;
      for (int b = 0; b < rows.layout().blocks().size(); b++) {
        ParameterBlock block = rows.layout().blocks().get(b);
        KroneckerProduct product = products.get(b);
        if (product != null) {
          double ridge = damping.ridge(block, terms[first]);
          product.solve(weights[b], ridge, in, out, rows.offset(b));
        } else if (block.side() == Side.SHARED) {
          for (int j = rows.offset(b); j < rows.offset(b + 1); j++) {
            int k = (j - rows.offset(b)) / block.width();
            double mean = Math.max(0, diagonal[b][k]);
            out[j] = (float) (in[j] / (mean + damping.ridge(block, terms[first + k])));
          }
        }
        first += rows.count(b);
      }
    }
  }
}
