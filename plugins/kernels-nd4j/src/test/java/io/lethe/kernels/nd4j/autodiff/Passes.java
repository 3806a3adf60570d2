package io.lethe.kernels.nd4j.autodiff;

import io.lethe.kernels.nd4j.autodiff.NetworkShape.Layer;
import java.util.List;

/** Forward passes to try. */
final class Passes {

  private Passes() {}

  /** The dot product of the rows. */
  static Network product(int width) {
    return new Network(
        new NetworkShape(width, List.of()), (graph, in) -> in.users().mul(in.items()).sum(true, 1),
        new NativeCalls());
  }

  /** One hidden layer of tanh over both rows. */
  static Network perceptron(int width, int hidden) {
    return new Network(
        new NetworkShape(
            width,
            List.of(
                new Layer("users", width, hidden), new Layer("items", width, hidden),
                new Layer("bias", 1, hidden), new Layer("output", hidden, 1))),
        (graph, in) -> {
          var sum = in.users().mmul(in.layer("users")).add(in.items().mmul(in.layer("items")));
          var active = graph.math().tanh(sum.add(in.layer("bias")));
          return active.mmul(in.layer("output"));
        }, new NativeCalls());
  }
}
