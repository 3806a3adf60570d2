package io.lethe.plugins.ials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IalsOptionsTest {

  private final IalsPlugin plugin = new IalsPlugin();
  private final PluginContext context = new PluginContext(Runnable::run, 1, InstantSource.system());
  private final InteractionView view = SmallCases.view();

  private TrainedModel trained() {
    InteractionView some = view.without(new int[]{2, 9, 17, 30});
    InteractionView held = InteractionView.of(view.all().at(new int[]{2, 9, 17, 30}));
    return plugin.trainer(new TrainingConfig(1, Map.of("factors", "3", "epochs-max", "6")), context)
        .train(new TrainingData(some, held), report -> {});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"factors|0|option factors = 0 is outside 1..512",
          "reg|-1|option reg = -1 is outside 1.0E-6..1000000.0",
          "alpha|NaN|option alpha = NaN is outside 0.0..1000000.0",
          "weights|loud|option weights = 'loud' is none of values, equal",
          "value-low|few|option value-low = 'few' is not a number",
          "mode|fast|option mode = 'fast' is none of early-stopped, converged"})
  void parse_badValue_namesOptionValueAndBound(String name, String value, String message) {
    PluginException refusal = assertThrows(
        PluginException.class, () -> IalsOptions.parse(Map.of(name, value)));
    assertEquals(PluginException.Kind.INVALID_ARGUMENT, refusal.kind());
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void parse_everythingGiven_comesBackInEffective() {
    Map<String, String> given = new HashMap<>(
        Map.of(
            "factors", "7", "reg", "0.25", "alpha", "9.5", "weights", "equal", "value-low", "-1.5",
            "value-high", "auto"));
    given.putAll(
        Map.of(
            "epochs-max", "3", "patience", "2", "init-deviation", "0.125", "mode", "converged",
            "tolerance", "0.001", "polish-steps-max", "11", "popularity", "0.25"));
    assertEquals(given, IalsOptions.parse(given).effective());
  }

  @Test
  void train_writesTheResolvedRangeAndTheChosenEpochs() {
    TrainedModel trained = trained();
    assertEquals("1.0", trained.effective().get("value-low"));
    assertEquals("5.0", trained.effective().get("value-high"));
    assertEquals("6", trained.effective().get("epochs-max"));
    assertEquals(
        Integer.toString(trained.metrics().getOrDefault("best-epoch", 0.0).intValue()),
        trained.finalFit().get("epochs-max"));
    assertEquals("1.0", trained.finalFit().get("value-low"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"reg|x|properties: option reg = 'x' is not a number",
          "value-low|auto|properties: value-low = auto is not at most value-high = 5.0",
          "converged-to|2|properties: property converged-to = 2 is outside 0..1"})
  void load_badProperty_isDamage(String name, String value, String message) {
    ModelArtifact saved = plugin.save(trained().model());
    Map<String, String> properties = new HashMap<>(saved.properties());
    properties.put(name, value);
    ModelArtifact damaged = new ModelArtifact("ials", 1, properties, saved.tensors());
    PluginException refusal = assertThrows(
        PluginException.class, () -> plugin.load(damaged, view, context));
    assertEquals(PluginException.Kind.DAMAGED_ARTIFACT, refusal.kind());
    assertEquals(message, refusal.getMessage());
  }
}
