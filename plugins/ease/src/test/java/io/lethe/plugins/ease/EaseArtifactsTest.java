package io.lethe.plugins.ease;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.PluginException;
import io.lethe.spi.Removal;
import io.lethe.spi.Tensor;
import io.lethe.testkit.SyntheticRatings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EaseArtifactsTest {

  private final EasePlugin plugin = new EasePlugin();
  private final InteractionView view = InteractionView
      .of(new SyntheticRatings(3, 30, 20, 5).generate());
  private final EaseModel model = Dense.trained(view, Map.of("lambda", "2"));
  private final ModelArtifact saved = plugin.save(model);

  /** A checkpoint is written as the rows that differ: these must be few. */
  @Test
  void save_refitted_onlyTheNewColumnsDiffer() {
    ModelArtifact after = plugin.save(model.refit(Removal.of(view, new int[]{4})).model());
    assertEquals(saved.tensors().size(), after.tensors().size());
    for (int k = 0; k < saved.tensors().size(); k++) {
      Tensor old = saved.tensors().get(k);
      Tensor now = after.tensors().get(k);
      assertEquals(old.name(), now.name());
      assertEquals(old.rows(), now.rows());
      assertEquals(old.width(), now.width());
      assertEquals(old.name().startsWith("inverse") ? 0 : 2, differingRows(old, now), now.name());
    }
    assertSame(
        saved.tensor("inverse-high").chunks().getFirst(),
        after.tensor("inverse-high").chunks().getFirst());
  }

  private static int differingRows(Tensor old, Tensor now) {
    int count = 0;
    for (int k = 0; k < old.chunks().size(); k++) {
      float[] before = old.chunks().get(k);
      float[] after = now.chunks().get(k);
      for (int at = 0; at < before.length; at += old.width()) {
        int end = at + old.width();
        count += Arrays.equals(before, at, end, after, at, end) ? 0 : 1;
      }
    }
    return count;
  }

  @Test
  void load_explicitWeights_sameScores() {
    WeightsModel explicit = assertInstanceOf(WeightsModel.class, model.viewedOn(view));
    WeightsModel loaded = assertInstanceOf(
        WeightsModel.class, plugin.load(plugin.save(explicit), view, Dense.ALONE));
    int[] items = {0, 7, 19};
    float[] expected = new float[3];
    float[] scores = new float[3];
    float[] byInverse = new float[3];
    for (int user = 0; user < 30; user++) {
      explicit.score(user, items, expected);
      loaded.score(user, items, scores);
      model.score(user, items, byInverse);
      assertArrayEquals(expected, scores);
      assertArrayEquals(byInverse, scores, 1e-6f);
    }
  }

  @Test
  void load_damaged_refusedByName() {
    assertDamaged(with(saved, Map.of("lambda", "0")), "lambda");
    assertDamaged(with(saved, Map.of("value-low", "x")), "value-low");
    assertDamaged(with(saved, Map.of("kind", "cake")), "kind");
    assertDamaged(with(saved, tensor("column-signs", 64, 1, 0.5f)), "column-signs");
    assertDamaged(with(saved, tensor("inverse-low", 20, 19, 0)), "inverse-low");
    assertDamaged(with(saved, tensor("inverse-high", 20, 20, Float.NaN)), "inverse-high");
    assertDamaged(with(saved, tensor("columns-high", 63, 20, 0)), "columns-high");
    assertDamaged(
        new ModelArtifact("ease", 99, saved.properties(), saved.tensors()), "format version 99");
  }

  private static Tensor tensor(String name, int rows, int width, float value) {
    float[] values = new float[rows * width];
    Arrays.fill(values, value);
    return new Tensor(name, rows, width, List.of(values));
  }

  private static ModelArtifact with(ModelArtifact saved, Map<String, String> changed) {
    Map<String, String> properties = new HashMap<>(saved.properties());
    properties.putAll(changed);
    return new ModelArtifact(saved.plugin(), saved.formatVersion(), properties, saved.tensors());
  }

  private static ModelArtifact with(ModelArtifact saved, Tensor changed) {
    List<Tensor> tensors = new ArrayList<>(saved.tensors());
    tensors.replaceAll(tensor -> tensor.name().equals(changed.name()) ? changed : tensor);
    return new ModelArtifact(saved.plugin(), saved.formatVersion(), saved.properties(), tensors);
  }

  private void assertDamaged(ModelArtifact artifact, String named) {
    PluginException refused = assertThrows(
        PluginException.class, () -> plugin.load(artifact, view, Dense.ALONE));
    assertEquals(PluginException.Kind.DAMAGED_ARTIFACT, refused.kind());
    assertTrue(String.valueOf(refused.getMessage()).contains(named), refused.getMessage());
  }
}
