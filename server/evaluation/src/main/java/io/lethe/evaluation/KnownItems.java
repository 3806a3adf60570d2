package io.lethe.evaluation;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.items.FeatureRequest;
import io.lethe.spi.items.ItemFeatures;
import java.util.List;

/** What a catalogue says of the items of an evaluation. */
@FunctionalInterface
public interface KnownItems {

  /** Nothing. */
  KnownItems NOTHING = (request, ids) -> ItemFeatures.NONE;

  /** The features of items by their ids, in the ids' order. */
  ItemFeatures features(FeatureRequest request, List<String> ids);

  /** What a training of a family is to see of items. */
  default ItemFeatures seenBy(RecommenderPlugin plugin, TrainingConfig config, List<String> ids) {
    return plugin.itemFeatures(config)
        .map(request -> features(request, ids))
        .orElse(ItemFeatures.NONE);
  }
}
