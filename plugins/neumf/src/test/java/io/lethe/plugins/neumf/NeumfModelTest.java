package io.lethe.plugins.neumf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.loss.Loss;
import io.lethe.kernels.nd4j.autodiff.PairRows;
import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.ScoreScale;
import io.lethe.spi.Tensor;
import io.lethe.spi.TrainingData;
import io.lethe.testkit.SyntheticRatings;
import io.lethe.training.OptionValues;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NeumfModelTest {

  private static final PluginContext ALONE = new PluginContext(
      Runnable::run, 1, InstantSource.system());

  private final InteractionView ratings = InteractionView
      .of(new SyntheticRatings(5, 12, 9, 4).generate());
  private final Networks networks = new Networks();

  private NeumfModel trained(Map<String, String> more, long seed, InteractionView view) {
    Map<String, String> options = new HashMap<>(
        Map.of(
            "objective", "explicit", "factors", "3", "layers", "5,4", "epochs-max", "2",
            "batch-size", "16", "init-deviation", "0.3"));
    options.putAll(more);
    NeumfOptions parsed = NeumfOptions.parse(options);
    TrainingData data = new TrainingData(view, InteractionView.of(view.all().at(new int[0])));
    return (NeumfModel) new NeumfTrainer(parsed, seed, networks, ALONE).train(data, report -> {})
        .model();
  }

  /** The family has both objectives, and one mode. */
  @Test
  void descriptions_speakOfNothingThatIsNotOffered() {
    assertTrue(
        NeumfOptions.all()
            .stream()
            .noneMatch(option -> option.description().contains("converged")));
    assertTrue(
        NeumfOptions.all().stream().anyMatch(option -> option.description().contains("explicit")));
  }

  private NeumfModel moved(NeumfModel model) {
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] amounts = new float[all.length()];
    SplittableRandom random = new SplittableRandom(1);
    for (int k = 0; k < amounts.length; k++) {
      amounts[k] = (float) random.nextGaussian();
    }
    ParameterSelection none = ParameterSelection
        .of(model.layout(), model.layout().blocks().stream().map(block -> new int[0]).toList());
    return (NeumfModel) model.withDelta(new ParameterDelta(all, amounts, none));
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void score_plainJava_sameAsTheDifferentiatedNetwork(Activation activation) {
    NeumfModel model = moved(
        trained(Map.of("activation", OptionValues.name(activation)), 3, ratings));
    int width = 6;
    int[] items = IntStream.range(0, model.itemCount()).toArray();
    double[] itemRows = doubles(TrainedArrays.values(model.parameters().items()));
    List<double[]> layers = model.parameters()
        .layers()
        .stream()
        .map(layer -> doubles(TrainedArrays.values(layer)))
        .toList();
    for (int user = 0; user < model.userCount(); user++) {
      float[] row = new float[width];
      model.parameters().users().copyRow(user, row, 0);
      double[] userRows = new double[items.length * width];
      for (int k = 0; k < userRows.length; k++) {
        userRows[k] = row[k % width];
      }
      double[] logits = networks.of(model.shape())
          .logits(new PairRows(items.length, userRows, itemRows, layers));
      float[] scores = new float[items.length];
      model.score(user, items, scores);
      for (int k = 0; k < scores.length; k++) {
        assertEquals(logits[k], scores[k], 1e-5 * Math.max(1, Math.abs(logits[k])));
      }
    }
  }

  /** A number added to every score changes no difference: such a model has no bias of the output. */
  @Test
  void lossThatCompares_hasNoOutputBias() {
    for (Loss loss : Loss.values()) {
      String name = OptionValues.name(loss);
      NeumfModel model = trained(Map.of("objective", "implicit", "loss", name), 3, ratings);
      assertEquals(
          !loss.compares(),
          model.layout().blocks().stream().anyMatch(block -> block.name().equals("output-bias")));
      assertEquals(
          loss == Loss.LOGISTIC ? ScoreScale.LOGIT : ScoreScale.PREFERENCE, model.scoreScale());
      assertEquals(name, new NeumfPlugin().save(model).properties().get("loss"));
    }
  }

  @Test
  void load_savedBeforeThereWasAChoiceOfLoss_isLogistic() {
    NeumfPlugin plugin = new NeumfPlugin();
    ModelArtifact saved = plugin.save(trained(Map.of(), 3, ratings));
    Map<String, String> properties = new HashMap<>(saved.properties());
    assertEquals("logistic", properties.remove("loss"));
    ModelArtifact earlier = new ModelArtifact(
        saved.plugin(), saved.formatVersion(), properties, saved.tensors());
    NeumfModel loaded = (NeumfModel) plugin.load(earlier, ratings, ALONE);
    assertEquals(Loss.LOGISTIC, loaded.shape().loss());
  }

  @Test
  void layerCurvatures_everySharedBlock_hasOne() {
    NeumfModel model = moved(trained(Map.of(), 3, ratings));
    List<CurvatureFactors.Layer> layers = model.on(ratings).layerCurvatures();
    assertEquals(
        IntStream.range(2, model.layout().blocks().size()).boxed().toList(),
        layers.stream().map(CurvatureFactors.Layer::block).toList());
    for (CurvatureFactors.Layer layer : layers) {
      int rows = model.layout().blocks().get(layer.block()).rows();
      double trace = IntStream.range(0, rows).mapToDouble(k -> layer.inputs()[k * rows + k]).sum();
      assertEquals(layer.weight(), trace, 1e-6 * layer.weight());
    }
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(k -> values[k]).toArray();
  }

  @Test
  void train_withoutOneInteraction_onlyItsShareChanges() {
    NeumfModel whole = trained(Map.of(), 3, ratings);
    NeumfModel without = trained(Map.of(), 3, ratings.without(new int[]{7}));
    NeumfModel otherSeed = trained(Map.of(), 4, ratings);
    double coupled = distance(whole, without);
    assertTrue(coupled > 0, "the interaction leaves no trace");
    assertTrue(coupled < distance(whole, otherSeed) / 5, "coupled runs are " + coupled + " apart");
  }

  private static double distance(NeumfModel left, NeumfModel right) {
    int[] items = IntStream.range(0, left.itemCount()).toArray();
    double squares = 0;
    for (int user = 0; user < left.userCount(); user++) {
      float[] one = new float[items.length];
      float[] other = new float[items.length];
      left.score(user, items, one);
      right.score(user, items, other);
      for (int k = 0; k < one.length; k++) {
        squares += (one[k] - other[k]) * (one[k] - other[k]);
      }
    }
    return Math.sqrt(squares);
  }

  @Test
  void trainFrom_modelOfAnotherShape_refused() {
    NeumfModel model = trained(Map.of("factors", "2"), 3, ratings);
    NeumfTrainer trainer = new NeumfTrainer(
        NeumfOptions.parse(Map.of("factors", "3")), 3, networks, ALONE);
    TrainingData data = new TrainingData(ratings, InteractionView.of(ratings.all().at(new int[0])));
    PluginException refused = assertThrows(
        PluginException.class, () -> trainer.trainFrom(model, data, report -> {}));
    assertEquals(PluginException.Kind.INVALID_ARGUMENT, refused.kind());
  }

  @Test
  void trainFrom_ownModelWithTinySteps_staysThere() {
    NeumfModel model = trained(Map.of(), 3, ratings);
    TrainingData data = new TrainingData(ratings, InteractionView.of(ratings.all().at(new int[0])));
    NeumfOptions options = NeumfOptions.parse(
        Map.of("factors", "3", "layers", "5,4", "epochs-max", "1", "learning-rate", "0.000001"));
    NeumfModel next = (NeumfModel) new NeumfTrainer(options, 3, networks, ALONE)
        .trainFrom(model, data, report -> {})
        .model();
    assertTrue(distance(model, next) < 1e-3);
  }

  @Test
  void load_damaged_refusedByName() {
    NeumfPlugin plugin = new NeumfPlugin();
    ModelArtifact saved = plugin.save(trained(Map.of(), 3, ratings));
    assertDamaged(plugin, with(saved, Map.of("layers", "5,x")), "layers");
    assertDamaged(plugin, with(saved, Map.of("layers", "5,5")), "hidden-2");
    assertDamaged(plugin, with(saved, Map.of("factors", "7")), "hidden-1-user");
    assertDamaged(plugin, with(saved, Map.of("activation", "step")), "activation");
    List<Tensor> fewer = new ArrayList<>(saved.tensors());
    fewer.removeIf(tensor -> tensor.name().equals("output-bias"));
    assertDamaged(
        plugin, new ModelArtifact("neumf", saved.formatVersion(), saved.properties(), fewer),
        "output-bias");
  }

  private static ModelArtifact with(ModelArtifact saved, Map<String, String> changed) {
    Map<String, String> properties = new HashMap<>(saved.properties());
    properties.putAll(changed);
    return new ModelArtifact(saved.plugin(), saved.formatVersion(), properties, saved.tensors());
  }

  private void assertDamaged(NeumfPlugin plugin, ModelArtifact artifact, String named) {
    PluginException refused = assertThrows(
        PluginException.class, () -> plugin.load(artifact, ratings, ALONE));
    assertEquals(PluginException.Kind.DAMAGED_ARTIFACT, refused.kind());
    assertTrue(String.valueOf(refused.getMessage()).contains(named), refused.getMessage());
  }

  @Test
  void options_outOfBounds_refusedByName() {
    for (Map.Entry<String, String> wrong : Map
        .of("layers", "4,0", "activation", "step", "mode", "converged", "factors", "0")
        .entrySet()) {
      PluginException refused = assertThrows(
          PluginException.class,
          () -> NeumfOptions.parse(Map.of(wrong.getKey(), wrong.getValue())));
      assertTrue(
          String.valueOf(refused.getMessage()).contains(wrong.getKey()), refused.getMessage());
    }
    assertThrows(PluginException.class, () -> NeumfOptions.parse(Map.of("layers", "1,2,3,4,5")));
    PluginException compared = assertThrows(
        PluginException.class,
        () -> NeumfOptions.parse(Map.of("loss", "pairwise", "objective", "explicit")));
    assertTrue(
        String.valueOf(compared.getMessage()).contains("loss = pairwise"), compared.getMessage());
  }
}
