package io.lethe.plugins.embeddings;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.plugins.mf.MfPlugin;
import io.lethe.spi.ImportedVectors;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.Tensor;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingOption;
import io.lethe.training.ProductModel;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The plugin, with vectors that matrix factorization trained before: elsewhere, for all it knows. */
final class TrainedByMf implements RecommenderPlugin {

  private final EmbeddingsPlugin plugin = new EmbeddingsPlugin();
  private final Map<String, String> options;

  /** Options of that training. */
  TrainedByMf(Map<String, String> options) {
    this.options = options;
  }

  @Override
  public String name() {
    return plugin.name();
  }

  @Override
  public int spiVersion() {
    return plugin.spiVersion();
  }

  @Override
  public String version() {
    return plugin.version();
  }

  @Override
  public String description() {
    return plugin.description();
  }

  @Override
  public List<TrainingOption> options() {
    return plugin.options();
  }

  @Override
  public boolean trainedElsewhere() {
    return plugin.trainedElsewhere();
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    ModelTrainer trainer = plugin.trainer(config, context);
    return (data, progress) -> {
      ProductModel trained = (ProductModel) new MfPlugin()
          .trainer(new TrainingConfig(config.seed(), options), context)
          .train(data, report -> {})
          .model();
      return trainer.train(
          new TrainingData(data.training(), data.validation(), Optional.of(vectors(trained))),
          progress);
    };
  }

  /** Of a model, its biases apart if it has some. */
  static ImportedVectors vectors(ProductModel trained) {
    EmbeddingTable users = trained.tables().users();
    EmbeddingTable items = trained.tables().items();
    boolean biased = trained.shape().biases();
    int width = users.width() - (biased ? 2 : 0);
    return new ImportedVectors(
        columns("users", users, width), columns("items", items, width),
        biased ? column(users, width) : new float[0],
        biased ? column(items, width + 1) : new float[0], all(users.rows()), all(items.rows()));
  }

  private static Tensor columns(String name, EmbeddingTable table, int width) {
    float[] numbers = new float[table.rows() * width];
    for (int row = 0; row < table.rows(); row++) {
      System.arraycopy(table.pageOf(row), table.offsetOf(row), numbers, row * width, width);
    }
    return new Tensor(name, table.rows(), width, List.of(numbers));
  }

  private static float[] column(EmbeddingTable table, int column) {
    float[] numbers = new float[table.rows()];
    for (int row = 0; row < numbers.length; row++) {
      numbers[row] = table.pageOf(row)[table.offsetOf(row) + column];
    }
    return numbers;
  }

  private static BitSet all(int count) {
    BitSet all = new BitSet(count);
    all.set(0, count);
    return all;
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    return plugin.save(model);
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    return plugin.load(artifact, trainedOn, context);
  }
}
