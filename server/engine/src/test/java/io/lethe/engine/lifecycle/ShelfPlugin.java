package io.lethe.engine.lifecycle;

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
import io.lethe.spi.WipeableModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Recommends what most users have, to everybody; on bad days what the fewest have. */
final class ShelfPlugin implements RecommenderPlugin {

  static final String NAME = "shelf";

  /** On how many interactions it was trained, training by training. */
  final List<Integer> trainings = new ArrayList<>();
  /** What it learned, likewise. */
  final List<float[]> learned = new ArrayList<>();
  boolean bad;

  private record Shelf(int userCount, float[] scores) implements WipeableModel {

    @Override
    public List<float[]> learntArrays() {
      return List.of(scores);
    }

    @Override
    public int itemCount() {
      return scores.length;
    }

    @Override
    public void score(int user, int[] items, float[] into) {
      for (int k = 0; k < items.length; k++) {
        into[k] = scores[items[k]];
      }
    }

    @Override
    public int topItems(int user, int[] excluded, int[] items, float[] into) {
      int[] best = IntStream.range(0, scores.length)
          .filter(item -> Arrays.binarySearch(excluded, item) < 0)
          .boxed()
          .sorted((a, b) -> Float.compare(scores[b], scores[a]))
          .limit(items.length)
          .mapToInt(item -> item)
          .toArray();
      for (int k = 0; k < best.length; k++) {
        items[k] = best[k];
        into[k] = scores[best[k]];
      }
      return best.length;
    }
  }

  @Override
  public String name() {
    return NAME;
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
    return "A shelf.";
  }

  @Override
  public List<TrainingOption> options() {
    return List.of();
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    return (data, progress) -> {
      InteractionView rows = data.training();
      float[] scores = new float[rows.all().keys().itemCount()];
      for (int position : rows.positions()) {
        scores[rows.all().item(position)] += bad ? -1 : 1;
      }
      trainings.add(rows.size());
      learned.add(scores);
      return new TrainedModel(
          new Shelf(rows.all().keys().userCount(), scores), Map.of(), Map.of("seconds", 0.5));
    };
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    Shelf shelf = (Shelf) model;
    return new ModelArtifact(
        NAME, 1, Map.of("users", String.valueOf(shelf.userCount())),
        List.of(new Tensor("item", shelf.itemCount(), 1, List.of(shelf.scores()))));
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    return new Shelf(
        Integer.parseInt(artifact.properties().getOrDefault("users", "0")),
        artifact.tensor("item").chunks().getFirst());
  }
}
