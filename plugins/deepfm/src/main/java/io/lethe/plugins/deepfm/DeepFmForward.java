package io.lethe.plugins.deepfm;

import io.lethe.kernels.nd4j.autodiff.Inputs;
import io.lethe.training.gradient.RowBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The network: weights of each, products of each two, and a perceptron over all three of a user's
 * embedding u, an item's v, and the sum p of its features' embeddings, each times its value. The last
 * number of a user's and an item's row is its weight. A loss that compares a user's scores sees neither
 * the user's weight nor a bias: they are left out.
 *
 * @param width numbers in a row
 * @param hidden widths of the perceptron's layers
 * @param compares whether the loss compares a user's scores
 */
record DeepFmForward(int width, List<Integer> hidden, boolean compares) {

  private static final String EMBEDDINGS = "feature-embeddings";
  private static final String WEIGHTS = "feature-weights";
  private static final String HIDDEN_USER = "hidden-user";
  private static final String HIDDEN_ITEM = "hidden-item";
  private static final String HIDDEN_FEATURES = "hidden-features";
  private static final String OUTPUT = "output";
  private static final String BIAS = "bias";

  DeepFmForward {
    hidden = List.copyOf(hidden);
  }

  private int embedding() {
    return width - 1;
  }

  List<RowBlock> layers() {
    List<RowBlock> layers = new ArrayList<>(
        List.of(
            RowBlock.features(EMBEDDINGS, embedding()), RowBlock.features(WEIGHTS, 1),
            RowBlock.layer(HIDDEN_USER, embedding(), hidden.getFirst()),
            RowBlock.layer(HIDDEN_ITEM, embedding(), hidden.getFirst()),
            RowBlock.featureLayer(HIDDEN_FEATURES, embedding(), hidden.getFirst()),
            RowBlock.bias(biasOf(1), hidden.getFirst())));
    for (int number = 2; number <= hidden.size(); number++) {
      layers.add(RowBlock.layer(weightsOf(number), hidden.get(number - 2), hidden.get(number - 1)));
      layers.add(RowBlock.bias(biasOf(number), hidden.get(number - 1)));
    }
    layers.add(RowBlock.layer(OUTPUT, hidden.getLast(), 1));
    if (!compares) {
      layers.add(RowBlock.bias(BIAS, 1));
    }
    return layers;
  }

  private static String weightsOf(int number) {
    return "hidden-%d".formatted(number);
  }

  private static String biasOf(int number) {
    return "hidden-%d-bias".formatted(number);
  }

  SDVariable logits(SameDiff graph, Inputs in) {
    SDVariable user = columns(in.users(), 0, embedding());
    SDVariable item = columns(in.items(), 0, embedding());
    SDVariable products = user.mul(item);
    SDVariable sum = user.mmul(in.layer(HIDDEN_USER)).add(item.mmul(in.layer(HIDDEN_ITEM)));
    SDVariable score = columns(in.items(), embedding(), width);
    Optional<SDVariable> features = in.itemFeatures();
    if (features.isPresent()) {
      SDVariable pooled = features.get().mmul(in.layer(EMBEDDINGS));
      products = products.add(user.add(item).mul(pooled));
      sum = sum.add(pooled.mmul(in.layer(HIDDEN_FEATURES)));
      score = score.add(features.get().mmul(in.layer(WEIGHTS)));
    }
    score = score.add(products.sum(true, 1)).add(perceptron(graph, sum, in));
    return compares
        ? score
        : score.add(columns(in.users(), embedding(), width)).add(in.layer(BIAS));
  }

  private SDVariable perceptron(SameDiff graph, SDVariable sum, Inputs in) {
    SDVariable active = graph.nn().swish(sum.add(in.layer(biasOf(1))));
    for (int number = 2; number <= hidden.size(); number++) {
      active = graph.nn()
          .swish(active.mmul(in.layer(weightsOf(number))).add(in.layer(biasOf(number))));
    }
    return active.mmul(in.layer(OUTPUT));
  }

  private static SDVariable columns(SDVariable rows, long from, long to) {
    return rows.get(SDIndex.all(), SDIndex.interval(from, to));
  }
}
