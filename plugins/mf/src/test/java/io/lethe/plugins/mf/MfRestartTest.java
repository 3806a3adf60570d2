package io.lethe.plugins.mf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.PluginContext;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Users who differ in nothing but luck: all that can be learnt of them is what is popular. */
class MfRestartTest {

  private static final int USERS = 300;
  private static final int ITEMS = 120;
  private static final int EACH = 20;

  private final InteractionView all = InteractionView.of(popularityAlone());
  private final int[] heldOut = IntStream.range(0, all.size()).filter(k -> k % 10 == 3).toArray();
  private final TrainingData data = new TrainingData(
      all.without(heldOut), InteractionView.of(all.all().at(heldOut)));

  private static Interactions popularityAlone() {
    SplittableRandom random = new SplittableRandom(5);
    int[] users = new int[USERS * EACH];
    int[] items = new int[USERS * EACH];
    for (int u = 0; u < USERS; u++) {
      int[] own = IntStream.generate(() -> (int) (ITEMS * Math.pow(random.nextDouble(), 3)))
          .distinct()
          .limit(EACH)
          .toArray();
      for (int k = 0; k < EACH; k++) {
        users[u * EACH + k] = u;
        items[u * EACH + k] = own[k];
      }
    }
    float[] ones = new float[users.length];
    java.util.Arrays.fill(ones, 1);
    return new Interactions(
        new EntityKeys(
            LongStream.range(0, USERS).toArray(), LongStream.range(1000, 1000 + ITEMS).toArray()),
        users, items, ones);
  }

  private TrainedModel train(Map<String, String> options) {
    Map<String, String> given = new HashMap<>(
        Map.of(
            "factors", "4", "learning-rate", "0.01", "batch-size", "500", "epochs-max", "15",
            "patience", "4", "l2", "5"));
    given.putAll(options);
    return new MfPlugin().trainer(
        new TrainingConfig(1, given), new PluginContext(Runnable::run, 1, InstantSource.system()))
        .train(data, report -> {});
  }

  private static float[] parameters(TrainedModel trained) {
    DifferentiableModel model = assertInstanceOf(DifferentiableModel.class, trained.model());
    ParameterSelection rows = ParameterSelection.all(model.layout());
    float[] parameters = new float[rows.length()];
    model.parameters(rows, parameters);
    return parameters;
  }

  @Test
  void train_listsOfWhatIsPopular_beginsAgainFromLargerRowsAsDrawn() {
    TrainedModel trained = train(Map.of());
    assertEquals(1, trained.metrics().get("restarts"));
    assertEquals("0.02", trained.effective().get("init-deviation"));
    assertEquals("0", trained.effective().get("spread"));
    TrainedModel outright = train(Map.of("init-deviation", "0.02", "spread", "0"));
    assertEquals(0, outright.metrics().get("restarts"));
    assertArrayEquals(parameters(outright), parameters(trained));
    assertEquals("0.02", trained.finalFit().get("init-deviation"));
    assertEquals("0", trained.finalFit().get("spread"));
  }
}
