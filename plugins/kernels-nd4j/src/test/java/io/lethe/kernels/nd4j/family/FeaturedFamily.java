package io.lethe.kernels.nd4j.family;

import io.lethe.kernels.nd4j.autodiff.Inputs;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingOption;
import io.lethe.spi.items.FeatureRequest;
import io.lethe.training.OptionValues;
import io.lethe.training.gradient.RowBlock;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** The family that the guide for authors shows for features of items. */
public final class FeaturedFamily extends AutodiffPlugin {

  /** As {@link java.util.ServiceLoader} asks for it. */
  public FeaturedFamily() {}

  @Override
  public String name() {
    return "featured";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public String description() {
    return "items as the sum of their own rows and their features'";
  }

  @Override
  public Optional<FeatureRequest> itemFeatures(TrainingConfig config) {
    OptionValues options = new OptionValues(options(), config.options());
    return Optional.of(options.features("features", 256));
  }

  @Override
  protected List<TrainingOption> ownOptions() {
    return List.of(
        new TrainingOption("features", "all", "all, or categories and attr:NAME between commas"));
  }

  @Override
  protected List<RowBlock> layers(OptionValues options) {
    return List.of(RowBlock.features("feature", options.integer("factors", 1, 1024)));
  }

  /** A factorization whose items are their own rows and the sum of their features' rows. */
  @Override
  protected SDVariable logits(SameDiff graph, Inputs in, OptionValues options) {
    SDVariable items = in.itemFeatures()
        .map(features -> in.items().add(features.mmul(in.layer("feature"))))
        .orElse(in.items());
    return in.users().mul(items).sum(true, 1);
  }
}
