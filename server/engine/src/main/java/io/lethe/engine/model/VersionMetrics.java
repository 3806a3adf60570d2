package io.lethe.engine.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which numbers of a version its descendants may call their own. */
public final class VersionMetrics {

  /** Measured on held-out interactions or on the fit: they speak of the very parameters. */
  private static final Set<String> OF_PARAMETERS = Set.of(
      HeldOutQuality.NDCG, HeldOutQuality.RECALL, "validation-auc", "validation-ndcg", "loss",
      "gradient-norm", "relative-gradient-norm");

  private VersionMetrics() {}

  /** A parent's metrics without those that were measured on its parameters. */
  public static Map<String, Double> inherited(Map<String, Double> metrics) {
    Map<String, Double> inherited = new HashMap<>(metrics);
    inherited.keySet().removeAll(OF_PARAMETERS);
    return Map.copyOf(inherited);
  }
}
