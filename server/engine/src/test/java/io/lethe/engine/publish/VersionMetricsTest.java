package io.lethe.engine.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.data.TrainingFacts;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionCounts;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionManifest;
import io.lethe.engine.model.VersionOrigin;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a version that is made of an earlier one still says of it. */
class VersionMetricsTest {

  private static VersionManifest manifest(Map<String, Double> metrics) {
    return new VersionManifest(
        new VersionId(new ModelName("movies"), 2), null, VersionOrigin.RETRAINING, Instant.EPOCH,
        "tiny", "1", "", new TrainingFacts(5, Map.of(), 10, 0, 5), new VersionCounts(1, 1, 1, 1), 0,
        metrics);
  }

  @Test
  void rebased_ofOneThatDidNotTakeOver_keepsWhy() {
    Map<String, Double> rebased = VersionMetrics.rebased(
        manifest(
            Map.of(
                VersionMetrics.REFUSED, 1.0, "takeover-ndcg-at-10", 0.2, "ndcg-at-10", 0.3,
                "seconds", 4.0)));
    assertEquals(0.2, rebased.get("takeover-ndcg-at-10"));
    assertEquals(4.0, rebased.get("seconds"));
    assertFalse(rebased.containsKey("ndcg-at-10"), "measured on parameters that are no more");
    assertTrue(VersionMetrics.isRefused(manifest(rebased)));
    assertTrue(VersionMetrics.isRebased(manifest(rebased)));
  }

  @Test
  void rebased_ofOneThatTookOver_saysNothingOfTheComparison() {
    Map<String, Double> rebased = VersionMetrics
        .rebased(manifest(Map.of("takeover-ndcg-at-10", 0.2)));
    assertFalse(rebased.containsKey("takeover-ndcg-at-10"));
    assertFalse(VersionMetrics.isRefused(manifest(rebased)));
    assertFalse(VersionMetrics.isRebased(manifest(VersionMetrics.inherited(rebased))));
  }
}
