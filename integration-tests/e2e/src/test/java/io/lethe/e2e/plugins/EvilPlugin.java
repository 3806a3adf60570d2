package io.lethe.e2e.plugins;

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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Misbehaves as a file of its jar says: {@code WHEN WHAT}, such as {@code train loops}. */
public final class EvilPlugin implements RecommenderPlugin {

  /** In the jar. */
  public static final String MODE_FILE = "evil-mode";

  private final String mode;

  /** As its jar says. */
  public EvilPlugin() {
    try (InputStream file = Objects
        .requireNonNull(EvilPlugin.class.getResourceAsStream("/" + MODE_FILE))) {
      mode = new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public String name() {
    Evil.doIf(mode, "name");
    return "evil-" + mode.replace(' ', '-');
  }

  @Override
  public int spiVersion() {
    Evil.doIf(mode, "spi");
    return SPI_VERSION;
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String description() {
    return "misbehaves";
  }

  @Override
  public List<TrainingOption> options() {
    return List.of();
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    return (data, progress) -> {
      Evil.doIf(mode, "train");
      int users = data.training().all().keys().userCount();
      int items = data.training().all().keys().itemCount();
      boolean wrong = mode.equals("train shape");
      return new TrainedModel(model(wrong ? users + 1 : users, items), Map.of(), Map.of());
    };
  }

  private RecommenderModel model(int users, int items) {
    return mode.startsWith("gradient")
        ? new EvilGradientModel(mode, users, items)
        : new EvilModel(mode, users, items);
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    float[] facts = {model.userCount(), model.itemCount(),
        mode.equals("train nan") ? Float.NaN : 0};
    return new ModelArtifact(
        name(), 1, Map.of(), List.of(new Tensor("facts", 1, 3, List.of(facts))));
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    float[] facts = artifact.tensor("facts").chunks().getFirst();
    return model((int) facts[0], (int) facts[1]);
  }
}
