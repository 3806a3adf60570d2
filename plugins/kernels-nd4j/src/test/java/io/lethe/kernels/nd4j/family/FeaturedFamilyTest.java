package io.lethe.kernels.nd4j.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.spi.items.ItemFeatures;
import io.lethe.testkit.DifferentiablePluginContract;
import io.lethe.testkit.SyntheticRatings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole contract for a family that reads features of items, and what it does without them. */
class FeaturedFamilyTest extends DifferentiablePluginContract {

  private static final Path GUIDE = Path.of("..", "AUTHORING.md");
  private static final Path SOURCE = Path
      .of("src", "test", "java", "io", "lethe", "kernels", "nd4j", "family", "FeaturedFamily.java");
  private static final PluginContext ALONE = new PluginContext(
      Runnable::run, 1, InstantSource.system());

  private final FeaturedFamily plugin = new FeaturedFamily();

  @Override
  protected RecommenderPlugin plugin() {
    return plugin;
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("factors", "4", "negatives", "2", "epochs-max", "40", "l2", "1");
  }

  private DifferentiableModel trained(InteractionView view) {
    TrainingData data = new TrainingData(view, InteractionView.of(view.all().at(new int[0])));
    RecommenderModel model = plugin.trainer(new TrainingConfig(1, options()), ALONE)
        .train(data, report -> {})
        .model();
    return assertInstanceOf(DifferentiableModel.class, model);
  }

  private static InteractionView rated() {
    return InteractionView.of(new SyntheticRatings(3, 20, 12, 6).generate());
  }

  private static float score(RecommenderModel model, int item) {
    float[] score = new float[1];
    model.score(0, new int[]{item}, score);
    return score[0];
  }

  private static List<String> blocks(DifferentiableModel model) {
    return model.layout().blocks().stream().map(ParameterBlock::name).toList();
  }

  @Test
  void items_withoutFeatures_areAPlainFactorization() {
    InteractionView described = rated();
    InteractionView plain = InteractionView.of(described.all().withItemFeatures(ItemFeatures.NONE));
    DifferentiableModel model = trained(plain);
    assertEquals(List.of("user", "item"), blocks(model));
    assertEquals(List.of("user", "item", "feature"), blocks(trained(described)));
    ModelArtifact saved = plugin.save(model);
    assertEquals(score(model, 4), score(plugin.load(saved, plain, ALONE), 4));
  }

  @Test
  void loadedModel_seesTheTableItIsGiven() {
    InteractionView view = rated();
    ModelArtifact saved = plugin.save(trained(view));
    RecommenderModel whole = plugin.load(saved, view, ALONE);
    RecommenderModel without = plugin
        .load(
            saved,
            InteractionView
                .of(view.all().withItemFeatures(view.all().itemFeatures().without(new int[]{0}))),
            ALONE);
    assertTrue(Math.abs(score(whole, 0) - score(without, 0)) > 1e-4f, "its features count");
    assertEquals(score(whole, 1), score(without, 1));
  }

  /** What the guide shows is what is compiled and held against the contract here. */
  @Test
  void guide_showsThisFamily() throws IOException {
    String source = Files.readString(SOURCE);
    String shown = source
        .substring(source.indexOf("  @Override\n  public Optional<FeatureRequest>"));
    String methods = shown.substring(0, shown.lastIndexOf('}'));
    assertFalse(methods.isBlank());
    assertTrue(Files.readString(GUIDE).contains("```java\n" + methods + "```"), methods);
  }
}
