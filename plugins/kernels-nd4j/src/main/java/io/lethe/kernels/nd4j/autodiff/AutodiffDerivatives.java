package io.lethe.kernels.nd4j.autodiff;

import io.lethe.kernels.loss.GroupLoss;
import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.ViewDerivatives;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Derivatives of a loss of any network over some loss terms. SameDiff differentiates once; what is of
 * second order comes from central differences of its results, in double precision:
 *
 * <ul>
 *   <li>Gauss-Newton product in user and item rows: exact, because each score depends on two rows,
 *       and a single backward pass gives all their derivatives, which are kept for the next product;
 *       what the loss makes of the scores is known in closed form.
 *   <li>Gauss-Newton product with a dense layer: exact as well, from what goes into the layer and the
 *       scores' derivatives in what comes out, which are kept likewise.
 *   <li>Gauss-Newton product with a shared row that no dense layer holds, or of more terms than are
 *       kept: differences of two forward passes give J v, a backward pass gives J' of {@code H J v}
 *       (error about 1e-9).
 *   <li>Hessian product: differences of two gradients. Where a step crosses a kink of the network,
 *       such as a ReLU's, there is no second derivative, and the product says little.
 * </ul>
 *
 * <p>Terms that touch no selected row are left out, so that the cost follows the selection; if any
 * shared row is selected, all terms count. Of a loss that compares scores, groups stay whole. Safe for
 * concurrent use; passes take turns.
 */
final class AutodiffDerivatives implements ViewDerivatives {

  private final Network network;
  private final NetworkParameters parameters;
  private final LossColumns columns;
  private final GroupLoss loss;
  private final KeptChunks<RowSlopes> rowsKept;
  private final KeptChunks<List<LayerSlopes>> layersKept;

  AutodiffDerivatives(
      Network network, NetworkParameters parameters, LossColumns columns, GroupLoss loss) {
    loss.checkWhole(columns.size());
    this.loss = loss;
    this.network = network;
    this.parameters = parameters;
    this.columns = columns;
    int rowFloats = 2 * network.shape().width();
    this.rowsKept = new KeptChunks<>(
        columns.size(), rowFloats, pairsMax(), chunk -> RowSlopes.of(network, chunk));
    this.layersKept = new KeptChunks<>(
        columns.size(), rowFloats + LayerSlopes.floats(network), pairsMax(),
        chunk -> network.layerSlopes(chunk.rows(), chunk.unitScores()));
  }

  @Override
  public double loss() {
    double[] sum = new double[1];
    chunks(allTerms(), chunk -> {
      sum[0] += loss.of(network.logits(chunk.rows()), chunk.labels());
    });
    return sum[0];
  }

  @Override
  public void gradient(ParameterSelection selection, float[] out) {
    SelectionSums sums = new SelectionSums(selection);
    chunks(
        touching(selection),
        chunk -> sums.add(chunk, network.slopes(chunk.rows(), loss, chunk.labels(), 1), 1));
    sums.into(out);
  }

  @Override
  public void gaussNewtonProduct(ParameterSelection selection, float[] vector, float[] out) {
    Direction direction = new Direction(selection, vector);
    if (direction.isZero()) {
      Arrays.fill(out, 0, selection.length(), 0);
      return;
    }
    SelectionSums sums = new SelectionSums(selection);
    if (!anyShared(selection)) {
      addByRows(selection, direction, sums);
    } else if (isKept(selection)) {
      addByLayers(selection, direction, sums);
    } else {
      addByDifferences(direction, sums);
    }
    sums.into(out);
  }

  /** Whether every selected layer is a dense one, of which enough is kept. */
  private boolean isKept(ParameterSelection selection) {
    Set<Integer> dense = network.dense()
        .stream()
        .map(layer -> NetworkParameters.FIRST_LAYER_BLOCK + layer.layer())
        .collect(Collectors.toSet());
    return rowsKept.keeps() && layersKept.keeps()
        && IntStream.range(NetworkParameters.FIRST_LAYER_BLOCK, selection.layout().blocks().size())
            .allMatch(b -> selection.count(b) == 0 || dense.contains(b));
  }

  private void addByLayers(ParameterSelection selection, Direction direction, SelectionSums sums) {
    int[] number = new int[1];
    chunks(allTerms(), chunk -> {
      RowSlopes rows = rowsKept.of(number[0], chunk);
      List<LayerSlopes> layers = layersKept.of(number[0]++, chunk)
          .stream()
          .filter(layer -> selection.count(layer.block()) > 0)
          .toList();
      double[] along = rows.along(chunk, direction);
      layers.forEach(layer -> layer.addAlong(direction, along));
      loss.curve(rows.scores(), along);
      rows.addProduct(chunk, along, sums);
      layers.forEach(layer -> layer.addProduct(along, sums));
    });
  }

  private RowSlopes rowSlopes(int number, TermChunk chunk) {
    return rowsKept.keeps() ? rowsKept.of(number, chunk) : RowSlopes.of(network, chunk);
  }

  private List<LayerSlopes> layerSlopes(int number, TermChunk chunk) {
    return layersKept.keeps()
        ? layersKept.of(number, chunk)
        : network.layerSlopes(chunk.rows(), chunk.unitScores());
  }

  private void addByDifferences(Direction direction, SelectionSums sums) {
    double step = direction.step();
    chunks(allTerms(), chunk -> {
      double[] ahead = network.logits(chunk.rows(direction, step));
      double[] behind = network.logits(chunk.rows(direction, -step));
      double[] middle = new double[chunk.count()];
      double[] weights = new double[chunk.count()];
      for (int k = 0; k < weights.length; k++) {
        weights[k] = (ahead[k] - behind[k]) / (2 * step);
        middle[k] = (ahead[k] + behind[k]) / 2;
      }
      loss.curve(middle, weights);
      sums.add(chunk, network.slopes(chunk.rows(), chunk.scoreWeights(weights)), 1);
    });
  }

  /** What is kept covers all terms; a few of them are sooner computed anew. */
  private void addByRows(ParameterSelection selection, Direction direction, SelectionSums sums) {
    int[] touching = touching(selection);
    if (rowsKept.keeps() && touching.length > columns.size() / 2) {
      int[] number = new int[1];
      chunks(
          allTerms(),
          chunk -> rowsKept.of(number[0]++, chunk).addCurved(chunk, loss, direction, sums));
    } else {
      chunks(
          touching, chunk -> RowSlopes.of(network, chunk).addCurved(chunk, loss, direction, sums));
    }
  }

  @Override
  public void hessianProduct(ParameterSelection selection, float[] vector, float[] out) {
    Direction direction = new Direction(selection, vector);
    if (direction.isZero()) {
      Arrays.fill(out, 0, selection.length(), 0);
      return;
    }
    SelectionSums sums = new SelectionSums(selection);
    double step = direction.step();
    chunks(touching(selection), chunk -> {
      double[] labels = chunk.labels();
      Slopes ahead = network.slopes(chunk.rows(direction, step), loss, labels, 1);
      Slopes behind = network.slopes(chunk.rows(direction, -step), loss, labels, 1);
      sums.add(chunk, ahead, 1 / (2 * step));
      sums.add(chunk, behind, -1 / (2 * step));
    });
    sums.into(out);
  }

  @Override
  public void termCounts(ParameterSelection selection, float[] out) {
    int first = 0;
    for (int b = 0; b < selection.layout().blocks().size(); b++) {
      int count = selection.count(b);
      if (selection.layout().blocks().get(b).side() == Side.SHARED) {
        Arrays.fill(out, first, first + count, columns.size());
      } else {
        Arrays.fill(out, first, first + count, 0);
        for (int row : b == NetworkParameters.USER_BLOCK ? columns.users() : columns.items()) {
          int position = selection.position(b, row);
          if (position >= 0) {
            out[first + position]++;
          }
        }
      }
      first += count;
    }
  }

  /**
   * The derivatives of each score in its two rows, which is what an embedding's row would be. A loss
   * that compares a user's scores sees of the user's row what tells them apart.
   */
  @Override
  public CurvatureFactors curvature() {
    OuterProducts users = new OuterProducts(network.shape().width());
    OuterProducts items = new OuterProducts(network.shape().width());
    double[] weight = new double[1];
    chunks(allTerms(), chunk -> {
      Slopes slopes = network.slopes(chunk.rows(), chunk.unitScores());
      if (loss.loss().compares()) {
        users.addAroundMean(slopes.users(), chunk.count(), loss.size());
      } else {
        users.add(slopes.users(), chunk.count());
      }
      items.add(slopes.items(), chunk.count());
      weight[0] += Arrays.stream(loss.diagonal(slopes.logits())).sum();
    });
    return new CurvatureFactors(
        network.shape().width(), users.matrix(), items.matrix(), weight[0], columns.size());
  }

  /** Of the layers that the network uses as dense ones. */
  @Override
  public List<CurvatureFactors.Layer> layerCurvatures() {
    List<LayerSlopes.Sums> sums = network.dense().stream().map(this::sums).toList();
    int[] number = new int[1];
    chunks(sums.isEmpty() ? new int[0] : allTerms(), chunk -> {
      double[] curvatures = loss.diagonal(rowSlopes(number[0], chunk).scores());
      List<LayerSlopes> slopes = layerSlopes(number[0]++, chunk);
      for (int k = 0; k < slopes.size(); k++) {
        sums.get(k).add(slopes.get(k), curvatures);
      }
    });
    return sums.stream().map(LayerSlopes.Sums::total).toList();
  }

  private LayerSlopes.Sums sums(DenseLayer layer) {
    return new LayerSlopes.Sums(
        NetworkParameters.FIRST_LAYER_BLOCK + layer.layer(),
        network.shape().layers().get(layer.layer()));
  }

  private int[] allTerms() {
    return IntStream.range(0, columns.size()).toArray();
  }

  /** The terms whose derivatives in the selected rows can differ from zero, ascending. */
  private int[] touching(ParameterSelection selection) {
    if (anyShared(selection)) {
      return allTerms();
    }
    int size = loss.size();
    return IntStream.range(0, columns.size() / size)
        .filter(
            group -> IntStream.range(group * size, (group + 1) * size)
                .anyMatch(k -> touches(selection, k)))
        .flatMap(group -> IntStream.range(group * size, (group + 1) * size))
        .toArray();
  }

  private boolean touches(ParameterSelection selection, int term) {
    return selection.position(NetworkParameters.USER_BLOCK, columns.users()[term]) >= 0
        || selection.position(NetworkParameters.ITEM_BLOCK, columns.items()[term]) >= 0;
  }

  /** Most pairs of a pass: whole groups. */
  private int pairsMax() {
    return Network.PAIRS_MAX / loss.size() * loss.size();
  }

  private static boolean anyShared(ParameterSelection selection) {
    return IntStream.range(NetworkParameters.FIRST_LAYER_BLOCK, selection.layout().blocks().size())
        .anyMatch(b -> selection.count(b) > 0);
  }

  private void chunks(int[] terms, Consumer<TermChunk> task) {
    for (int from = 0; from < terms.length; from += pairsMax()) {
      int to = Math.min(terms.length, from + pairsMax());
      task.accept(new TermChunk(parameters, columns, Arrays.copyOfRange(terms, from, to)));
    }
  }
}
