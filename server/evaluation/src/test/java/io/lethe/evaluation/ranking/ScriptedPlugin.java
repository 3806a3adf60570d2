package io.lethe.evaluation.ranking;

import io.lethe.evaluation.measure.HashOrder;
import io.lethe.spi.DataShape;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingOption;
import io.lethe.spi.items.FeatureRequest;
import io.lethe.spi.items.ItemFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Notes what its trainers are given; ranks by a hash of the seed. Confined to one thread. */
final class ScriptedPlugin implements RecommenderPlugin {

  private final List<Seen> seen = new ArrayList<>();
  private @Nullable String refusal;
  private @Nullable FeatureRequest request;

  /** What one training was given. */
  record Seen(
      long seed, Map<String, String> options, int training, int validation,
      ItemFeatures features) {}

  List<Seen> seen() {
    return seen;
  }

  void ask(FeatureRequest features) {
    request = features;
  }

  @Override
  public Optional<FeatureRequest> itemFeatures(TrainingConfig config) {
    return Optional.ofNullable(request);
  }

  void refuse(String reason) {
    refusal = reason;
  }

  @Override
  public Optional<String> refusal(DataShape shape) {
    return Optional.ofNullable(refusal);
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String description() {
    return "a family for tests";
  }

  @Override
  public List<TrainingOption> options() {
    return List.of();
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    return (data, progress) -> train(config, data);
  }

  private TrainedModel train(TrainingConfig config, TrainingData data) {
    String mode = config.options().getOrDefault("mode", "");
    if (mode.equals("failing")) {
      throw new PluginException(PluginException.Kind.NOT_FINITE, "this family fails");
    }
    seen.add(
        new Seen(
            config.seed(), config.options(), data.training().size(), data.validation().size(),
            data.itemFeatures()));
    RecommenderModel model = new Ranked(config.seed(), data.training());
    Map<String, String> finalFit = mode.equals("choosing")
        ? Map.of("mode", "fixed", "epochs", "7")
        : Map.of();
    return new TrainedModel(model, config.options(), finalFit, Map.of("epochs", 7.0));
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    return new ModelArtifact(name(), 1, Map.of(), List.of());
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    throw new PluginException(PluginException.Kind.DAMAGED_ARTIFACT, "never stored");
  }

  private record Ranked(long seed, InteractionView data) implements RecommenderModel {

    @Override
    public int userCount() {
      return data.all().keys().userCount();
    }

    @Override
    public int itemCount() {
      return data.all().keys().itemCount();
    }

    private float score(int user, int item) {
      return HashOrder.hash(seed, (long) user << 20 | item) >>> 40;
    }

    @Override
    public void score(int user, int[] items, float[] scores) {
      for (int k = 0; k < items.length; k++) {
        scores[k] = score(user, items[k]);
      }
    }

    @Override
    public int topItems(int user, int[] excluded, int[] items, float[] scores) {
      int[] best = IntStream.range(0, itemCount())
          .filter(item -> Arrays.binarySearch(excluded, item) < 0)
          .boxed()
          .sorted(Comparator.comparingDouble((Integer item) -> -score(user, item)))
          .limit(items.length)
          .mapToInt(item -> item)
          .toArray();
      System.arraycopy(best, 0, items, 0, best.length);
      score(user, best, scores);
      return best.length;
    }
  }
}
