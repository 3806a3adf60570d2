package @PACKAGE@;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.Tensor;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingOption;
import io.lethe.spi.TrainingProgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Items by how much they are liked; a server forgets from such a model by training it anew. */
public final class @CLASS@Plugin implements RecommenderPlugin {

  private static final String SHRINKAGE = "shrinkage";
  private static final String USUAL = "5";
  private static final String TENSOR = "item";

  @Override
  public String name() {
    return "@NAME@";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public String description() {
    return "items by the sum of their values, small sums shrunk";
  }

  @Override
  public List<TrainingOption> options() {
    return List.of(
        new TrainingOption(
            SHRINKAGE, USUAL, "values that pull each item's score to zero, 0..1000"));
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    for (String option : config.options().keySet()) {
      if (!option.equals(SHRINKAGE)) {
        throw invalid("unknown option " + option + "; known is " + SHRINKAGE);
      }
    }
    String text = config.options().getOrDefault(SHRINKAGE, USUAL);
    float shrinkage = shrinkage(text);
    return (data, progress) -> train(data, shrinkage, text, progress);
  }

  private static float shrinkage(String text) {
    try {
      float value = Float.parseFloat(text);
      if (value >= 0 && value <= 1000) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      throw invalid("option %s = '%s' is not a number".formatted(SHRINKAGE, text));
    }
    throw invalid("option %s = %s is outside 0..1000".formatted(SHRINKAGE, text));
  }

  private static PluginException invalid(String message) {
    return new PluginException(PluginException.Kind.INVALID_ARGUMENT, message);
  }

  private static TrainedModel train(
      TrainingData data, float shrinkage, String text, Consumer<TrainingProgress> progress) {
    Interactions all = data.training().all();
    float[] sums = new float[all.keys().itemCount()];
    for (int position : data.training().positions()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new PluginException(PluginException.Kind.CANCELLED, "interrupted");
      }
      sums[all.item(position)] += Math.max(0, all.value(position));
    }
    float[] scores = new float[sums.length];
    for (int item = 0; item < scores.length; item++) {
      scores[item] = sums[item] == 0 ? 0 : sums[item] / (sums[item] + shrinkage);
    }
    progress.accept(new TrainingProgress("train", 1, 1, 0, Double.NaN, Duration.ZERO));
    return new TrainedModel(
        new @CLASS@Model(all.keys().userCount(), scores), Map.of(SHRINKAGE, text), Map.of());
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    float[] scores = ((@CLASS@Model) model).itemScores();
    return new ModelArtifact(
        name(), 1, Map.of(), List.of(new Tensor(TENSOR, scores.length, 1, List.of(scores))));
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    Tensor tensor = artifact.tensor(TENSOR);
    if (tensor.rows() != trainedOn.all().keys().itemCount() || tensor.width() != 1) {
      throw new PluginException(
          PluginException.Kind.DAMAGED_ARTIFACT, "tensor %s has %d rows of width %d for %d items"
              .formatted(
                  TENSOR, tensor.rows(), tensor.width(), trainedOn.all().keys().itemCount()));
    }
    float[] scores = new float[tensor.rows()];
    int next = 0;
    for (float[] chunk : tensor.chunks()) {
      System.arraycopy(chunk, 0, scores, next, chunk.length);
      next += chunk.length;
    }
    return new @CLASS@Model(trainedOn.all().keys().userCount(), scores);
  }
}
