package io.lethe.plugins.neumf;

import io.lethe.kernels.nd4j.autodiff.ForwardPass;
import io.lethe.kernels.nd4j.autodiff.Inputs;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** The whole network as its author writes it; all derivatives follow from this. */
record NeumfForward(NeumfShape shape) implements ForwardPass {

  @Override
  public SDVariable logits(SameDiff graph, Inputs in) {
    int d = shape.factors();
    SDVariable product = columns(in.users(), 0, d).mul(columns(in.items(), 0, d));
    SDVariable sum = columns(in.users(), d, 2L * d).mmul(in.layer(NeumfShape.USER_LAYER))
        .add(columns(in.items(), d, 2L * d).mmul(in.layer(NeumfShape.ITEM_LAYER)));
    SDVariable hidden = active(graph, sum.add(in.layer(NeumfShape.bias(1))));
    for (int number = 2; number <= shape.hidden().size(); number++) {
      hidden = active(
          graph,
          hidden.mmul(in.layer(NeumfShape.weights(number))).add(in.layer(NeumfShape.bias(number))));
    }
    SDVariable score = product.mmul(in.layer(NeumfShape.PRODUCT_OUTPUT))
        .add(hidden.mmul(in.layer(NeumfShape.HIDDEN_OUTPUT)));
    return shape.biased() ? score.add(in.layer(NeumfShape.OUTPUT_BIAS)) : score;
  }

  private static SDVariable columns(SDVariable rows, long from, long to) {
    return rows.get(SDIndex.all(), SDIndex.interval(from, to));
  }

  private SDVariable active(SameDiff graph, SDVariable sums) {
    return switch (shape.activation()) {
      case RELU -> graph.nn().relu(sums, 0);
      case TANH -> graph.math().tanh(sums);
      case SWISH -> graph.nn().swish(sums);
    };
  }
}
