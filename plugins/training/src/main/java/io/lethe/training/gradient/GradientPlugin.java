package io.lethe.training.gradient;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
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
import io.lethe.spi.items.ItemFeatures;
import io.lethe.training.ModelTensors;
import io.lethe.training.OptionValues;
import io.lethe.training.Pace;
import io.lethe.training.ShapeProperties;
import io.lethe.training.objective.CoupledRandom;
import io.lethe.training.objective.ModelShape;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A model family whose author says which blocks of rows there are and what model they make. Trained by
 * {@link GradientTraining}: first rows and sampled items are drawn by hashes of seed and keys, so that
 * trainings are coupled. Thread-safe if the subclass is.
 *
 * @param <M> the family's models
 */
public abstract class GradientPlugin<M extends DifferentiableModel> implements RecommenderPlugin {

  private static final int FORMAT_VERSION = 1;
  private static final String OWN = "option-";

  private final Class<M> type;

  /**
   * A family.
   *
   * @param type of its models
   */
  protected GradientPlugin(Class<M> type) {
    this.type = type;
  }

  /** Options beside those of every such family. */
  protected List<TrainingOption> ownOptions() {
    return List.of();
  }

  /** Defaults of common options that are others in this family, by name. */
  protected Map<String, String> defaults() {
    return Map.of();
  }

  /**
   * The blocks of parameters, as the model's layout has them.
   *
   * @param options as given; {@code factors} among them
   * @throws PluginException of kind {@code INVALID_ARGUMENT} if one is out of bounds
   */
  protected abstract List<RowBlock> blocks(OptionValues options);

  /**
   * A model over parameters. Cheap, for training begins and loading ends with it.
   *
   * @param keys of its users and items
   * @param tables one per block, in their order
   */
  protected abstract M model(
      Recipe recipe, EntityKeys keys, List<EmbeddingTable> tables, PluginContext context);

  /** A model's parameters, one table per block, in their order; shared, not copied. */
  protected abstract List<EmbeddingTable> tables(M model);

  /** What a model was made with. */
  protected abstract Recipe recipe(M model);

  @Override
  public final int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public final List<TrainingOption> options() {
    Stream<TrainingOption> common = GradientOptions.all()
        .stream()
        .map(
            option -> new TrainingOption(
                option.name(), defaults().getOrDefault(option.name(), option.defaultValue()),
                option.description()));
    return Stream.concat(common, ownOptions().stream()).toList();
  }

  @Override
  public final ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    OptionValues values = new OptionValues(options(), config.options());
    GradientOptions checked = GradientOptions.parse(values);
    List<RowBlock> blocks = List.copyOf(blocks(values));
    return (data, progress) -> train(config, checked, blocks, data, context, progress);
  }

  private TrainedModel train(
      TrainingConfig config, GradientOptions given, List<RowBlock> wanted, TrainingData data,
      PluginContext context, Consumer<TrainingProgress> progress) {
    Instant begin = context.clock().instant();
    List<RowBlock> blocks = RowBlock.over(wanted, data.itemFeatures().count());
    GradientOptions options = given.resolved(data.training());
    Map<String, String> used = new LinkedHashMap<>();
    options().forEach(option -> used.put(option.name(), option.defaultValue()));
    used.putAll(config.options());
    Map<String, String> effective = options.effective(used);
    EntityKeys keys = data.training().all().keys();
    CoupledRandom random = new CoupledRandom(config.seed());
    List<EmbeddingTable> first = IntStream.range(0, blocks.size())
        .mapToObj(b -> blocks.get(b).first(keys, options.deviation(), b, random))
        .toList();
    Recipe recipe = new Recipe(
        options.terms(config.seed()), options.l2(), own(effective), data.itemFeatures());
    GradientTraining.Outcome outcome = new GradientTraining(
        options.rate(), options.epochsMax(), options.tolerance(), context.clock())
        .run(model(recipe, keys, first, context), data, progress);
    Map<String, Double> metrics = Map.of(
        "epochs", (double) outcome.epochs(), "loss", outcome.loss(), "gradient-norm",
        outcome.gradientNorm(), "seconds",
        Pace.seconds(Duration.between(begin, context.clock().instant())));
    return new TrainedModel(outcome.model(), effective, metrics);
  }

  private Map<String, String> own(Map<String, String> texts) {
    Map<String, String> own = new HashMap<>();
    ownOptions().forEach(
        option -> own.put(option.name(), Objects.requireNonNull(texts.get(option.name()))));
    return own;
  }

  @Override
  public final ModelArtifact save(RecommenderModel model) {
    if (!type.isInstance(model)) {
      throw new IllegalArgumentException("not a model of plugin " + name());
    }
    M saved = type.cast(model);
    Recipe recipe = recipe(saved);
    Map<String, String> properties = new HashMap<>(
        ShapeProperties.of(new ModelShape(recipe.terms(), false, recipe.l2())));
    recipe.own().forEach((name, text) -> properties.put(OWN + name, text));
    List<EmbeddingTable> tables = tables(saved);
    List<Tensor> tensors = new ArrayList<>();
    for (int b = 0; b < tables.size(); b++) {
      tensors.add(ModelTensors.of(saved.layout().blocks().get(b).name(), tables.get(b)));
    }
    return new ModelArtifact(name(), FORMAT_VERSION, properties, tensors);
  }

  @Override
  public final M load(ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    ShapeProperties.checkFormat(artifact, FORMAT_VERSION);
    ModelShape shape = ShapeProperties.read(artifact.properties());
    Map<String, String> own = new HashMap<>();
    ownOptions().forEach(
        option -> own
            .put(option.name(), ShapeProperties.text(artifact.properties(), OWN + option.name())));
    EntityKeys keys = trainedOn.all().keys();
    Map<String, String> options = new HashMap<>(own);
    options.put("factors", Integer.toString(artifact.tensors().getFirst().width()));
    List<EmbeddingTable> tables = new ArrayList<>();
    ItemFeatures features = trainedOn.all().itemFeatures();
    for (RowBlock block : RowBlock
        .over(blocks(new OptionValues(options(), options)), features.count())) {
      Tensor tensor = artifact.tensor(block.name());
      if (tensor.width() != block.width()) {
        throw ModelTensors.damaged(
            "tensor %s is %d wide, the properties say %d"
                .formatted(block.name(), tensor.width(), block.width()));
      }
      tables.add(ModelTensors.table(tensor, block.rows(keys)));
    }
    return model(new Recipe(shape.terms(), shape.l2(), own, features), keys, tables, context);
  }
}
