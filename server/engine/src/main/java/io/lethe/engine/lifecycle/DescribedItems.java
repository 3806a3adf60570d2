package io.lethe.engine.lifecycle;

import io.lethe.engine.catalog.Catalogs;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.ValidationSplit;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.data.VersionDataReader;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.plugin.PluginCalls;
import io.lethe.spi.FeatureRequest;
import io.lethe.spi.ItemFeatures;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A training's data, with what its model's catalogue says of the items if the family asks for that. */
record DescribedItems(Catalogs catalogs) {

  private static final Logger LOG = LoggerFactory.getLogger(DescribedItems.class);

  /**
   * The data as {@link VersionDataReader#forTraining} has it.
   *
   * @param asked whether a person waits for this training, and should hear of sources that are not there
   * @throws io.lethe.engine.LetheException of kind {@code OPTION_INVALID}, {@code PLUGIN_FAILED}; {@code
   *     ARGUMENT_INVALID} if no row is left
   */
  VersionData data(
      ModelName model, RecommenderPlugin plugin, TrainingConfig config, boolean asked,
      InteractionColumns rows, IntPredicate erased, ValidationSplit split) {
    Optional<FeatureRequest> wanted = PluginCalls.call(plugin, () -> plugin.itemFeatures(config));
    if (asked) {
      wanted.ifPresent(request -> catalogs.requireSources(model, request));
    }
    VersionData data = VersionDataReader.forTraining(
        rows, erased, split, ids -> wanted.map(request -> catalogs.features(model, request, ids))
            .orElse(ItemFeatures.NONE));
    if (wanted.isPresent() && data.index().itemFeatures().count() == 0) {
      LOG.warn(
          "plugin {} asks for features of items, and the catalogue of {} has none that two of the {}"
              + " items share: it trains on interactions alone",
          plugin.name(), model, data.index().itemCount());
    }
    return data;
  }
}
