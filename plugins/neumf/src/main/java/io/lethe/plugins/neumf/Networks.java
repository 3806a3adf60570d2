package io.lethe.plugins.neumf;

import io.lethe.kernels.nd4j.autodiff.NativeCalls;
import io.lethe.kernels.nd4j.autodiff.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Networks by what they look like. A network holds no parameters, so that all models of one look
 * share one, and a retraining builds none. The few looks used last are kept.
 */
final class Networks {

  private static final int KEPT_MAX = 4;

  private final NativeCalls calls = new NativeCalls();
  private final Map<Look, Network> kept = new LinkedHashMap<>(16, 0.75f, true);

  private record Look(int factors, List<Integer> hidden, Activation activation, boolean biased) {}

  /** The network of a shape; built and checked if it is new, which takes some tenths of a second. */
  synchronized Network of(NeumfShape shape) {
    Look look = new Look(shape.factors(), shape.hidden(), shape.activation(), shape.biased());
    Network network = kept.get(look);
    if (network == null) {
      network = new Network(shape.network(), new NeumfForward(shape), calls);
      kept.put(look, network);
      if (kept.size() > KEPT_MAX) {
        kept.remove(kept.keySet().iterator().next());
      }
    }
    return network;
  }
}
