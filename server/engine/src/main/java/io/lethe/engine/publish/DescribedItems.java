package io.lethe.engine.publish;

import io.lethe.engine.catalog.Catalogs;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.TrainingFacts;
import io.lethe.engine.data.ValidationSplit;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.data.VersionDataReader;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.plugin.PluginCalls;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.items.FeatureRequest;
import io.lethe.spi.items.ItemFeatures;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A training's data, with what its model's catalogue says of the items if the family asks for that. */
public record DescribedItems(Catalogs catalogs) {

  private static final Logger LOG = LoggerFactory.getLogger(DescribedItems.class);

  /**
   * The data as {@link VersionDataReader#forTraining} has it.
   *
   * @param asked whether a person waits for this training, and should hear of sources that are not there
   * @throws io.lethe.engine.LetheException of kind {@code OPTION_INVALID}, {@code PLUGIN_FAILED}; {@code
   *     ARGUMENT_INVALID} if no row is left
   */
  public VersionData data(
      ModelName model, RecommenderPlugin plugin, TrainingFacts wanted, boolean asked,
      InteractionColumns rows, IntPredicate erased) {
    TrainingConfig config = new TrainingConfig(wanted.seed(), wanted.options());
    Optional<FeatureRequest> features = PluginCalls.call(plugin, () -> plugin.itemFeatures(config));
    if (asked) {
      features.ifPresent(request -> catalogs.requireSources(model, request));
    }
    VersionData data = VersionDataReader.forTraining(
        rows, erased, ValidationSplit.of(wanted),
        ids -> features.map(request -> catalogs.features(model, request, ids))
            .orElse(ItemFeatures.NONE));
    if (features.isPresent() && data.index().itemFeatures().count() == 0) {
      LOG.warn(
          "plugin {} asks for features of items, and the catalogue of {} has none that two of the {}"
              + " items share: it trains on interactions alone",
          plugin.name(), model, data.index().itemCount());
    }
    return data;
  }
}
