package io.lethe.engine.tiny;

import io.lethe.spi.DataShape;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.Tensor;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The family {@code count}: its models refit themselves; held-out rows choose its only option. */
public final class TinyCountPlugin implements RecommenderPlugin {

  private final int itemsMax;

  /** A family that takes so many items at most. */
  public TinyCountPlugin(int itemsMax) {
    this.itemsMax = itemsMax;
  }

  @Override
  public String name() {
    return "count";
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
    return "How often an item was taken.";
  }

  @Override
  public List<TrainingOption> options() {
    return List.of(new TrainingOption("chosen", "no", "yes once held-out rows have chosen"));
  }

  @Override
  public Optional<String> refusal(DataShape shape) {
    return shape.items() <= itemsMax
        ? Optional.empty()
        : Optional.of(shape.items() + " items; count takes " + itemsMax + " at most");
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    return (data, progress) -> {
      InteractionView view = data.training();
      float[] counted = new float[view.all().keys().itemCount()];
      for (int position : view.positions()) {
        counted[view.all().item(position)]++;
      }
      Map<String, String> effective = Map
          .of("chosen", config.options().getOrDefault("chosen", "no"));
      Map<String, String> finalFit = data.validation().size() == 0
          ? Map.of()
          : Map.of("chosen", "yes");
      return new TrainedModel(
          new TinyCounts(view.all().keys().userCount(), counted, new float[counted.length]),
          effective, finalFit, Map.of("seconds", 0.5));
    };
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    TinyCounts counts = (TinyCounts) model;
    return new ModelArtifact(
        name(), 1, Map.of(),
        List.of(
            new Tensor("counted", counts.itemCount(), 1, List.of(counts.counted)),
            new Tensor("taken-off", counts.itemCount(), 1, List.of(counts.takenOff))));
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    return new TinyCounts(
        trainedOn.all().keys().userCount(), artifact.tensor("counted").chunks().getFirst(),
        artifact.tensor("taken-off").chunks().getFirst());
  }
}
