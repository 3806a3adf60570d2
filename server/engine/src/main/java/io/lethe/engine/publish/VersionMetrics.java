package io.lethe.engine.publish;

import io.lethe.engine.check.SelfCheck;
import io.lethe.engine.model.VersionManifest;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.items.ItemFeatures;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which numbers go from one model to another. */
public final class VersionMetrics {

  /** There if and only if the version was made by a retraining and did not take over. */
  public static final String REFUSED = "takeover-refused";

  /** There if and only if the version was trained to be kept beside another one that answered. */
  public static final String BESIDE = "takeover-not-wanted";

  /** There if and only if the version was made of an earlier one to go back to, and consolidated. */
  private static final String REBASED = "rebased";

  /** There if and only if the version's vectors were trained elsewhere and brought in. */
  public static final String TRAINED_ELSEWHERE = "trained-elsewhere";

  /** How many features of items a family that asks for them was given. */
  public static final String ITEM_FEATURES = "item-features";

  /** How many items had one. */
  public static final String DESCRIBED_ITEMS = "described-items";

  private static final String SECONDS = "seconds";
  private static final double NANOS_PER_SECOND = 1e9;
  private static final String TAKEOVER = "takeover-";

  /** Measured on held-out interactions. */
  private static final Set<String> HELD_OUT = Set.of(
      HeldOutQuality.NDCG, HeldOutQuality.POPULAR_NDCG, HeldOutQuality.RECALL, "validation-auc",
      "validation-ndcg");

  private VersionMetrics() {}

  /**
   * Of a version derived from another: how long the training took, which is what a retraining is
   * expected to take, what the self-check found of the plugin's derivatives, and whether it was trained
   * elsewhere. All else was measured on parameters that are no more.
   */
  public static Map<String, Double> inherited(Map<String, Double> metrics) {
    return metrics.entrySet()
        .stream()
        .filter(metric -> isKept(metric.getKey()))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static boolean isKept(String name) {
    return name.equals(SECONDS) || name.equals(TRAINED_ELSEWHERE) || SelfCheck.isMetric(name);
  }

  /** Of a version that takes an earlier one's place beside the one that answers. */
  public static Map<String, Double> rebased(VersionManifest earlier) {
    Map<String, Double> metrics = new HashMap<>(inherited(earlier.metrics()));
    metrics.put(REBASED, 1.0);
    if (!tookOver(earlier)) {
      earlier.metrics().forEach((name, value) -> {
        if (name.startsWith(TAKEOVER)) {
          metrics.put(name, value);
        }
      });
    }
    return Map.copyOf(metrics);
  }

  /** Whether it was made of an earlier version to go back to: it holds nothing but what it reflects. */
  public static boolean isRebased(VersionManifest manifest) {
    return manifest.metrics().containsKey(REBASED);
  }

  /** Whether its vectors were trained elsewhere: what that training read is not known here. */
  public static boolean isTrainedElsewhere(VersionManifest manifest) {
    return manifest.metrics().containsKey(TRAINED_ELSEWHERE);
  }

  /** Whether a retraining made it that was worse than what answered, and did not take over. */
  public static boolean isRefused(VersionManifest manifest) {
    return manifest.metrics().containsKey(REFUSED);
  }

  /** Whether it was trained to be kept beside another one that answered. */
  public static boolean isBeside(VersionManifest manifest) {
    return manifest.metrics().containsKey(BESIDE);
  }

  /** Whether the training that made it was to answer, and did. */
  public static boolean tookOver(VersionManifest manifest) {
    return !isRefused(manifest) && !isBeside(manifest);
  }

  /**
   * Of a model that was fitted on all interactions after another one had chosen how: its own, with
   * what only the other could measure.
   *
   * @param chosen metrics of the training that held interactions out
   */
  static Map<String, Double> ofFinalFit(Map<String, Double> chosen, TrainedModel last) {
    Map<String, Double> metrics = new HashMap<>(last.metrics());
    HELD_OUT.forEach(name -> {
      Double measured = chosen.get(name);
      if (measured != null) {
        metrics.put(name, measured);
      }
    });
    return Map.copyOf(metrics);
  }

  /** With what the training knew of the items, if the family asked. */
  static TrainedModel described(TrainedModel trained, boolean asked, ItemFeatures features) {
    if (!asked) {
      return trained;
    }
    Map<String, Double> metrics = new HashMap<>(trained.metrics());
    metrics.put(ITEM_FEATURES, (double) features.count());
    metrics.put(DESCRIBED_ITEMS, (double) features.described());
    return new TrainedModel(trained.model(), trained.effective(), trained.finalFit(), metrics);
  }

  /** With the time that a training took from its begin until its model might serve. */
  static Map<String, Double> took(Map<String, Double> metrics, Duration time) {
    Map<String, Double> timed = new HashMap<>(metrics);
    timed.put(SECONDS, time.toNanos() / NANOS_PER_SECOND);
    return Map.copyOf(timed);
  }
}
