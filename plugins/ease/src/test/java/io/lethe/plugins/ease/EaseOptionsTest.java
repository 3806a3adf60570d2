package io.lethe.plugins.ease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.nd4j.autodiff.NativeCalls;
import io.lethe.spi.DataShape;
import io.lethe.spi.InteractionView;
import io.lethe.spi.PluginException;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.testkit.SyntheticRatings;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EaseOptionsTest {

  private static final long GIB = 1L << 30;

  @ParameterizedTest
  @CsvSource({"lambda, 0", "lambda, -3", "lambda, NaN", "lambda, much", "weights, ratings",
      "value-low, 1e30", "value-high, NaN"})
  void parse_outOfBounds_refusedByName(String name, String value) {
    PluginException refused = assertThrows(
        PluginException.class, () -> EaseOptions.parse(Map.of(name, value)));
    assertEquals(PluginException.Kind.INVALID_ARGUMENT, refused.kind());
    assertTrue(String.valueOf(refused.getMessage()).contains(name), refused.getMessage());
  }

  @Test
  void parse_lowAboveHigh_refused() {
    assertThrows(
        PluginException.class,
        () -> EaseOptions.parse(Map.of("value-low", "4", "value-high", "3")));
  }

  @Test
  void weightOf_values_clippedLine() {
    WeightRule rule = new WeightRule(1, 5);
    assertEquals(.5f, rule.of(-7));
    assertEquals(.5f, rule.of(1));
    assertEquals(.75f, rule.of(3));
    assertEquals(1f, rule.of(5));
    assertEquals(1f, rule.of(9));
    assertEquals(1f, WeightRule.EQUAL.of(-7));
  }

  @Test
  void train_valuesAuto_resolvedIntoWhatRetrainingUses() {
    InteractionView all = InteractionView.of(new SyntheticRatings(4, 40, 20, 8).generate());
    int[] heldOut = IntStream.range(0, all.size()).filter(p -> p % 8 == 1).toArray();
    TrainingData data = new TrainingData(
        all.without(heldOut), InteractionView.of(all.all().at(heldOut)));
    TrainedModel trained = new EasePlugin().trainer(new TrainingConfig(1, Map.of()), Dense.ALONE)
        .train(data, report -> {});
    assertEquals("1.0", trained.effective().get("value-low"));
    assertEquals("5.0", trained.effective().get("value-high"));
    assertFalse("auto".equals(trained.effective().get("lambda")));
    assertEquals(trained.effective(), trained.finalFit());
    double ndcg = trained.metrics().getOrDefault("validation-ndcg", 0.0);
    assertTrue(ndcg > 0 && ndcg <= 1, () -> "ndcg " + ndcg);
    assertEquals(0.0, trained.metrics().get("factorized-by-nd4j"));
  }

  @Test
  void train_lowAboveTheDatas_refused() {
    InteractionView view = Dense.view(1, 2, new double[][]{{0, 0, 1}, {0, 1, 5}});
    PluginException refused = assertThrows(
        PluginException.class, () -> Dense.trained(view, Map.of("value-low", "7")));
    assertEquals(PluginException.Kind.INVALID_ARGUMENT, refused.kind());
    assertTrue(String.valueOf(refused.getMessage()).contains("7.0"), refused.getMessage());
  }

  @Test
  void train_valueNotFinite_refusedUnlessValuesDoNotCount() {
    InteractionView view = Dense.view(1, 2, new double[][]{{0, 0, 1}, {0, 1, Double.NaN}});
    PluginException refused = assertThrows(
        PluginException.class, () -> Dense.trained(view, Map.of()));
    assertTrue(String.valueOf(refused.getMessage()).contains("NaN"), refused.getMessage());
    assertEquals(2, Dense.trained(view, Map.of("weights", "equal")).itemCount());
  }

  @Test
  void refusal_moreItemsThanFit_saysWhatToTake() {
    assertEquals(20_000, new MemoryBound(64 * GIB).items());
    assertEquals(4486, new MemoryBound(GIB).items());
    assertTrue(new MemoryBound(GIB).refusal(new DataShape(10, 4486, 100)).isEmpty());
    String text = new MemoryBound(GIB).refusal(new DataShape(10, 4487, 100)).orElseThrow();
    assertTrue(
        text.contains("4487 items") && text.contains("4486") && text.contains("1024 MiB")
            && text.contains("ials"),
        text);
    assertTrue(new EasePlugin().refusal(new DataShape(1, 20_001, 1)).isPresent());
    assertTrue(new EasePlugin().refusal(new DataShape(1, 50, 1)).isEmpty());
  }

  @Test
  void train_moreItemsThanFit_refused() {
    EaseTrainer trainer = new EaseTrainer(
        EaseOptions.parse(Map.of()), Dense.ALONE, new NativeCalls(), new MemoryBound(100));
    InteractionView view = Dense.view(1, 2, new double[][]{{0, 0, 1}});
    TrainingData data = new TrainingData(view, InteractionView.of(view.all().at(new int[0])));
    assertThrows(PluginException.class, () -> trainer.train(data, report -> {}));
  }
}
