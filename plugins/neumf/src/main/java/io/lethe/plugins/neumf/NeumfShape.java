package io.lethe.plugins.neumf;

import io.lethe.kernels.loss.GroupLoss;
import io.lethe.kernels.loss.Loss;
import io.lethe.kernels.nd4j.autodiff.NetworkShape;
import io.lethe.kernels.nd4j.autodiff.NetworkShape.Layer;
import io.lethe.training.objective.LossTerms;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model is besides its parameters. A row is the embedding for the product, then the one for
 * the perceptron, {@code factors} numbers each.
 *
 * @param terms which loss terms an interaction stands for
 * @param loss of the scores of these
 * @param factors length of each of the two embeddings
 * @param hidden widths of the hidden layers, at least one
 * @param activation of the hidden layers
 * @param l2 weight of {@code l2/2 * |row|^2} in the objective, once per row
 */
record NeumfShape(
    LossTerms terms, Loss loss, int factors, List<Integer> hidden, Activation activation,
    float l2) {

  static final String USER_LAYER = "hidden-1-user";
  static final String ITEM_LAYER = "hidden-1-item";
  static final String PRODUCT_OUTPUT = "output-product";
  static final String HIDDEN_OUTPUT = "output-hidden";
  static final String OUTPUT_BIAS = "output-bias";

  NeumfShape {
    hidden = List.copyOf(hidden);
  }

  /** Weights of a hidden layer over the one before; the first has {@link #USER_LAYER} and its twin. */
  static String weights(int number) {
    return "hidden-" + number;
  }

  /** Biases of a hidden layer, counted from 1. */
  static String bias(int number) {
    return "hidden-" + number + "-bias";
  }

  /** The loss, over an interaction's term and those drawn against it. */
  GroupLoss groupLoss() {
    return new GroupLoss(loss, 1 + terms.sampled());
  }

  /** Whether a number is added to every score: a loss that compares scores would not see it. */
  boolean biased() {
    return !loss.compares();
  }

  /** The parameters as a network's. */
  NetworkShape network() {
    List<Layer> layers = new ArrayList<>();
    int width = hidden.getFirst();
    layers.add(new Layer(USER_LAYER, factors, width));
    layers.add(new Layer(ITEM_LAYER, factors, width));
    layers.add(new Layer(bias(1), 1, width));
    for (int k = 1; k < hidden.size(); k++) {
      layers.add(new Layer(weights(k + 1), width, hidden.get(k)));
      width = hidden.get(k);
      layers.add(new Layer(bias(k + 1), 1, width));
    }
    layers.add(new Layer(PRODUCT_OUTPUT, factors, 1));
    layers.add(new Layer(HIDDEN_OUTPUT, width, 1));
    if (biased()) {
      layers.add(new Layer(OUTPUT_BIAS, 1, 1));
    }
    return new NetworkShape(2 * factors, layers);
  }

  /** Position of a layer in the network's list. */
  int position(String layer) {
    List<Layer> layers = network().layers();
    for (int k = 0; k < layers.size(); k++) {
      if (layers.get(k).name().equals(layer)) {
        return k;
      }
    }
    throw new IllegalArgumentException("no layer " + layer);
  }
}
