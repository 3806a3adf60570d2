package io.lethe.engine.tiny;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.ParameterSelection;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;

/** The tiny family; the name decides whether its models can be differentiated. */
public final class TinyPlugin implements RecommenderPlugin {

  private static final int WIDTH = 4;
  private static final double RATE = 0.02;

  private final String name;
  private final boolean differentiable;
  private final Runnable beforeEpoch;

  private TinyPlugin(String name, boolean differentiable, Runnable beforeEpoch) {
    this.name = name;
    this.differentiable = differentiable;
    this.beforeEpoch = beforeEpoch;
  }

  /** Named {@code tiny}; its models can be differentiated. */
  public static TinyPlugin differentiable() {
    return new TinyPlugin("tiny", true, () -> {});
  }

  /** The same; runs something before every epoch, which may block or throw. */
  public static TinyPlugin differentiable(Runnable beforeEpoch) {
    return new TinyPlugin("tiny", true, beforeEpoch);
  }

  /** Named {@code stiff}; its models cannot be differentiated. */
  public static TinyPlugin stiff() {
    return new TinyPlugin("stiff", false, () -> {});
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String version() {
    return "1.2.3";
  }

  @Override
  public String description() {
    return "A product of rows.";
  }

  @Override
  public List<TrainingOption> options() {
    return List.of(
        new TrainingOption("epochs", "20", "passes over the data"),
        new TrainingOption("l2", "0.05", "weight per row"));
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    Map<String, String> options = new HashMap<>();
    options().forEach(option -> options.put(option.name(), option.defaultValue()));
    config.options().forEach((option, value) -> {
      if (options.replace(option, value) == null) {
        throw new PluginException(
            PluginException.Kind.INVALID_ARGUMENT, "there is no option " + option);
      }
    });
    return (data, progress) -> train(config.seed(), options, data, progress);
  }

  private TrainedModel train(
      long seed, Map<String, String> options, TrainingData data,
      Consumer<TrainingProgress> progress) {
    int epochs = Integer.parseInt(options.getOrDefault("epochs", "0"));
    float l2 = Float.parseFloat(options.getOrDefault("l2", "0"));
    EntityKeys keys = data.training().all().keys();
    TinyDifferentiableModel model = new TinyDifferentiableModel(
        WIDTH, l2, initial(seed, keys.userCount(), keys::user),
        initial(seed + 1, keys.itemCount(), keys::item));
    for (int epoch = 1; epoch <= epochs; epoch++) {
      beforeEpoch.run();
      if (Thread.currentThread().isInterrupted()) {
        throw new PluginException(PluginException.Kind.CANCELLED, "interrupted");
      }
      double loss = model.on(data.training()).loss() / data.training().size();
      model = stepped(model, data.training());
      progress
          .accept(new TrainingProgress("train", epoch, epochs, loss, Double.NaN, Duration.ZERO));
    }
    return new TrainedModel(
        differentiable ? model : new TinyModel(WIDTH, model.users, model.items), options,
        Map.of("epochs", (double) epochs, "seconds", 0.5, "validation-auc", Double.NaN));
  }

  private static TinyDifferentiableModel stepped(
      TinyDifferentiableModel model, InteractionView view) {
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] gradient = new float[all.length()];
    model.on(view).gradient(all, gradient);
    float[] users = model.users.clone();
    float[] items = model.items.clone();
    for (int k = 0; k < gradient.length; k++) {
      float[] rows = k < users.length ? users : items;
      int at = k < users.length ? k : k - users.length;
      rows[at] -= (float) (RATE * (gradient[k] + model.l2() * rows[at]));
    }
    return new TinyDifferentiableModel(WIDTH, model.l2(), users, items);
  }

  private static float[] initial(long seed, int rows, IntToLongFunction keyOf) {
    float[] values = new float[rows * WIDTH];
    for (int row = 0; row < rows; row++) {
      SplittableRandom random = new SplittableRandom(seed ^ keyOf.applyAsLong(row));
      for (int k = 0; k < WIDTH; k++) {
        values[row * WIDTH + k] = (float) random.nextDouble(-0.5, 0.5);
      }
    }
    return values;
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    TinyModel tiny = (TinyModel) model;
    String l2 = tiny instanceof TinyDifferentiableModel some ? String.valueOf(some.l2()) : "none";
    return new ModelArtifact(
        name, 1, Map.of("l2", l2),
        List.of(
            new Tensor("user", tiny.userCount(), WIDTH, List.of(tiny.users)),
            new Tensor("item", tiny.itemCount(), WIDTH, List.of(tiny.items))));
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    float[] users = artifact.tensor("user").chunks().getFirst();
    float[] items = artifact.tensor("item").chunks().getFirst();
    String l2 = artifact.properties().getOrDefault("l2", "none");
    return l2.equals("none")
        ? new TinyModel(WIDTH, users, items)
        : new TinyDifferentiableModel(WIDTH, Float.parseFloat(l2), users, items);
  }
}
