package io.lethe.evaluation.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.lethe.checks.family.Family;
import io.lethe.checks.mutants.PairwisePlugin;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.items.FeatureRequest;
import io.lethe.spi.items.ItemFeatures;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A family that reads features of items is checked with some. */
class CheckDataTest {

  private final CheckData data = CheckData.madeUp();

  private static Family family(RecommenderPlugin plugin) {
    return new Family(
        plugin, Map.of(), 1, new PluginContext(Runnable::run, 1, InstantSource.system()));
  }

  @Test
  void familyThatAsksForFeatures_seesSomeOfEveryItem() {
    CheckData seen = data.seenBy(family(new PairwisePlugin() {

      @Override
      public Optional<FeatureRequest> itemFeatures(TrainingConfig config) {
        return Optional.of(FeatureRequest.of("all", 9));
      }
    }));
    ItemFeatures features = seen.both().itemFeatures();
    assertEquals(data.training().keys().itemCount(), features.described());
    assertEquals(features, seen.validation().itemFeatures());
    assertEquals(6, features.count());
    assertEquals(data.training().size(), seen.training().size());
  }

  @Test
  void familyThatDoesNot_seesNone() {
    assertSame(data, data.seenBy(family(new PairwisePlugin())));
    assertEquals(ItemFeatures.NONE, data.both().itemFeatures());
  }
}
