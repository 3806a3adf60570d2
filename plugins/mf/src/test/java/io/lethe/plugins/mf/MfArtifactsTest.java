package io.lethe.plugins.mf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.Tensor;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.testkit.SyntheticRatings;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MfArtifactsTest {

  private final MfPlugin plugin = new MfPlugin();
  private final PluginContext context = new PluginContext(Runnable::run, 1, InstantSource.system());
  private final InteractionView view = InteractionView
      .of(new SyntheticRatings(5, 30, 20, 5).generate());
  private final ModelArtifact saved = plugin.save(model());

  private RecommenderModel model() {
    TrainingConfig config = new TrainingConfig(1, Map.of("factors", "6", "epochs-max", "2"));
    InteractionView nothing = InteractionView.of(view.all().at(new int[0]));
    return plugin.trainer(config, context)
        .train(new TrainingData(view, nothing), report -> {})
        .model();
  }

  private void assertDamaged(ModelArtifact artifact, String message) {
    PluginException refusal = assertThrows(
        PluginException.class, () -> plugin.load(artifact, view, context));
    assertEquals(PluginException.Kind.DAMAGED_ARTIFACT, refusal.kind());
    assertEquals(message, refusal.getMessage());
  }

  private ModelArtifact with(String tensor, Tensor replacement) {
    List<Tensor> tensors = saved.tensors()
        .stream()
        .map(each -> each.name().equals(tensor) ? replacement : each)
        .toList();
    return new ModelArtifact("mf", 1, saved.properties(), tensors);
  }

  private ModelArtifact with(String property, String value) {
    Map<String, String> properties = new HashMap<>(saved.properties());
    properties.put(property, value);
    return new ModelArtifact("mf", 1, properties, saved.tensors());
  }

  @Test
  void load_ofSaved_sharesTheArrays() {
    ModelArtifact again = plugin.save(plugin.load(saved, view, context));
    for (Tensor tensor : saved.tensors()) {
      for (int chunk = 0; chunk < tensor.chunks().size(); chunk++) {
        assertSame(tensor.chunks().get(chunk), again.tensor(tensor.name()).chunks().get(chunk));
      }
    }
    assertEquals(saved.properties(), again.properties());
  }

  @Test
  void load_chunksOfAnotherSize_giveTheSameParameters() {
    float[] users = saved.tensor("user").chunks().getFirst();
    float[] first = Arrays.copyOf(users, 12);
    float[] rest = Arrays.copyOfRange(users, 12, users.length);
    RecommenderModel loaded = plugin
        .load(with("user", new Tensor("user", 30, 6, List.of(first, rest))), view, context);
    float[] expected = new float[1];
    float[] actual = new float[1];
    plugin.load(saved, view, context).score(29, new int[]{3}, expected);
    loaded.score(29, new int[]{3}, actual);
    assertEquals(expected[0], actual[0]);
  }

  @Test
  void load_wrongShape_isRefused() {
    assertDamaged(
        with("user", new Tensor("user", 1, 6, List.of(new float[6]))),
        "tensor user has 1 rows, the interactions name 30");
    assertDamaged(
        with("item", new Tensor("item", 20, 5, List.of(new float[100]))),
        "user rows are 6 wide, item rows 5");
  }

  @Test
  void load_notFinite_isRefused() {
    float[] items = new float[120];
    items[77] = Float.NaN;
    assertDamaged(with("item", new Tensor("item", 20, 6, List.of(items))), "tensor item holds NaN");
  }

  @Test
  void load_badProperties_areRefused() {
    assertDamaged(
        with("objective", "best"),
        "properties: option objective = 'best' is none of explicit, implicit");
    assertDamaged(
        new ModelArtifact("mf", 1, Map.of(), saved.tensors()),
        "properties: property objective is missing");
    assertDamaged(
        new ModelArtifact("mf", 2, saved.properties(), saved.tensors()),
        "format version 2; this plugin reads 1");
    assertDamaged(
        new ModelArtifact("mf", 1, saved.properties(), List.of()), "tensor user is missing");
  }
}
