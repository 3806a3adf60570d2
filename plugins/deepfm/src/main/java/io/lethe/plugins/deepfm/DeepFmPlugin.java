package io.lethe.plugins.deepfm;

import io.lethe.kernels.loss.Loss;
import io.lethe.kernels.nd4j.autodiff.Inputs;
import io.lethe.kernels.nd4j.family.AutodiffPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingOption;
import io.lethe.spi.items.FeatureRequest;
import io.lethe.training.OptionValues;
import io.lethe.training.gradient.RowBlock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A factorization machine of users, items and features of items, beside a perceptron over the same
 * embeddings. Where the items have no features, a factorization of users and items alone.
 */
public final class DeepFmPlugin extends AutodiffPlugin {

  private static final String FEATURES = "features";
  private static final String FEATURES_MAX = "features-max";
  private static final String LAYERS = "layers";
  private static final String LOSS = "loss";
  private static final int LAYERS_MAX = 4;
  private static final int LAYER_WIDTH_MAX = 512;
  /** Beyond it the curvature of the features' rows has no Kronecker form. */
  private static final int MOST_FEATURES = 512;

  /** As {@link java.util.ServiceLoader} asks for it. */
  public DeepFmPlugin() {}

  @Override
  public String name() {
    return "deepfm";
  }

  @Override
  public String version() {
    return "0.1.0";
  }

  @Override
  public String description() {
    return "factorization machine with features of items, beside a perceptron, differentiated by ND4J";
  }

  /** Features' rows have thousands of terms: with less L2 they learn the sampled items by heart. */
  @Override
  protected Map<String, String> defaults() {
    return Map.of("l2", "10", "epochs-max", "60");
  }

  @Override
  protected List<TrainingOption> ownOptions() {
    return List.of(
        new TrainingOption(
            FEATURES, FeatureRequest.ALL,
            "of the items' catalogue: all, or categories and attr:NAME separated by commas"),
        new TrainingOption(
            FEATURES_MAX, "256",
            "most features, those of the most items, 1..%d".formatted(MOST_FEATURES)),
        new TrainingOption(
            LAYERS, "32,16",
            "widths of the perceptron's layers, separated by commas, 1..%d of them, each 1..%d"
                .formatted(LAYERS_MAX, LAYER_WIDTH_MAX)),
        new TrainingOption(
            LOSS, "logistic",
            "logistic or squared: of each score by itself; pairwise: of its difference to each"
                + " sampled item's (BPR); listwise: softmax over it and the sampled items'"));
  }

  @Override
  public Optional<FeatureRequest> itemFeatures(TrainingConfig config) {
    OptionValues options = new OptionValues(options(), config.options());
    return Optional.of(options.features(FEATURES, options.integer(FEATURES_MAX, 1, MOST_FEATURES)));
  }

  @Override
  protected Loss loss(OptionValues options) {
    return options.choice(LOSS, Loss.class);
  }

  @Override
  protected List<RowBlock> layers(OptionValues options) {
    return forward(options).layers();
  }

  @Override
  protected SDVariable logits(SameDiff graph, Inputs in, OptionValues options) {
    return forward(options).logits(graph, in);
  }

  private DeepFmForward forward(OptionValues options) {
    return new DeepFmForward(
        options.integer("factors", 2, 512),
        options.integers(LAYERS, 1, LAYER_WIDTH_MAX, LAYERS_MAX), loss(options).compares());
  }
}
