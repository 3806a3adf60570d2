package io.lethe.evaluation.experiment;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.Refit;
import io.lethe.spi.RefittableModel;
import io.lethe.spi.Removal;
import io.lethe.spi.ScoreScale;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Counts interactions of items: a family that forgets exactly and has no probabilities. */
final class CountingPlugin implements RecommenderPlugin {

  @Override
  public String name() {
    return "counting";
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
    return "a refittable model for tests";
  }

  @Override
  public List<TrainingOption> options() {
    return List.of();
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    return (data, progress) -> new TrainedModel(Counts.of(data.training()), Map.of(), Map.of());
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

  private record Counts(int users, float[] counts) implements RefittableModel {

    static Counts of(InteractionView view) {
      float[] counts = new float[view.all().keys().itemCount()];
      for (int position : view.positions()) {
        counts[view.all().item(position)]++;
      }
      return new Counts(view.all().keys().userCount(), counts);
    }

    @Override
    public Refit refit(Removal removal) {
      return new Refit(of(removal.retained()), true, 0, 1e-6, refitRows(removal), 0);
    }

    @Override
    public long refitRows(Removal removal) {
      return removal.forget().size();
    }

    @Override
    public boolean consolidated() {
      return true;
    }

    @Override
    public RefittableModel consolidate() {
      return this;
    }

    @Override
    public ScoreScale scoreScale() {
      return ScoreScale.PREFERENCE;
    }

    @Override
    public int userCount() {
      return users;
    }

    @Override
    public int itemCount() {
      return counts.length;
    }

    @Override
    public void score(int user, int[] items, float[] scores) {
      for (int k = 0; k < items.length; k++) {
        scores[k] = counts[items[k]];
      }
    }

    @Override
    public int topItems(int user, int[] excluded, int[] items, float[] scores) {
      int[] best = IntStream.range(0, counts.length)
          .filter(item -> Arrays.binarySearch(excluded, item) < 0)
          .boxed()
          .sorted(Comparator.comparingDouble((Integer item) -> -counts[item]))
          .limit(items.length)
          .mapToInt(item -> item)
          .toArray();
      System.arraycopy(best, 0, items, 0, best.length);
      score(user, best, scores);
      return best.length;
    }
  }
}
