package io.lethe.evaluation.strategy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.InteractionView;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.WarmStartTrainer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingStrategiesTest {

  private static final int[] FIRST = {0, 7, 31};
  private static final int[] SECOND = {5, 90};
  private static final int[] BOTH = {0, 5, 7, 31, 90};

  private final Setting setting = Settings.bilinear();

  @Test
  void forget_nothing_leavesTheModel() {
    Forgetful ready = prepared("nothing");
    assertSame(setting.original().model(), ready.forget(request(FIRST)).next().model());
  }

  @Test
  void forget_retrain_equalsCoupledTrainingBitForBit() {
    Forgetful.Step step = prepared("retrain").forget(request(FIRST));
    assertSameModel(trainedWithout(FIRST, setting.config()), step.next().model());
    assertEquals(100.0, step.measures().get("epochs"));
  }

  @Test
  void forget_retrainTwice_equalsTrainingWithoutBoth() {
    Forgetful next = prepared("retrain").forget(request(FIRST)).next();
    assertSameModel(
        trainedWithout(BOTH, setting.config()), next.forget(request(SECOND)).next().model());
  }

  @Test
  void forget_otherSeed_isTheNextSeed() {
    TrainingConfig other = new TrainingConfig(
        setting.config().seed() + 1, setting.config().options());
    assertSameModel(
        trainedWithout(FIRST, other),
        prepared("retrain-other-seed").forget(request(FIRST)).next().model());
  }

  @Test
  void forget_warmStart_goesOnFromTheModelForItsEpochs() {
    Forgetful.Step step = prepared("warm-start:epochs=3").forget(request(FIRST));
    assertEquals(3.0, step.measures().get("epochs"));
    TrainingConfig three = new TrainingConfig(3, Map.of("epochs-max", "3"));
    WarmStartTrainer trainer = (WarmStartTrainer) setting.plugin()
        .trainer(three, setting.context());
    InteractionView left = InteractionView.of(setting.training()).without(FIRST);
    RecommenderModel expected = trainer
        .trainFrom(setting.original().model(), Training.data(setting, left), progress -> {})
        .model();
    assertSameModel(expected, step.next().model());
  }

  @Test
  void forget_sisaWithOneShard_equalsRetraining() {
    assertSameModel(
        trainedWithout(FIRST, setting.config()),
        prepared("sisa:shards=1").forget(request(FIRST)).next().model());
  }

  @Test
  void forget_sisaTwice_equalsShardsOfWhatIsLeft() {
    Forgetful twice = prepared("sisa:shards=4").forget(request(FIRST))
        .next()
        .forget(request(SECOND))
        .next();
    int[] shardOf = Shards.byHash(setting.training(), 4, setting.config().seed());
    List<RecommenderModel> models = IntStream.range(0, 4)
        .mapToObj(
            shard -> trainedWithout(
                IntStream.range(0, shardOf.length)
                    .filter(k -> shardOf[k] != shard || Arrays.binarySearch(BOTH, k) >= 0)
                    .toArray(),
                setting.config()))
        .toList();
    assertArrayEquals(Settings.scores(MeanModel.of(models)), Settings.scores(twice.model()));
  }

  @Test
  void forget_sisa_trainsTouchedShardsOnly() {
    int[] shardOf = Shards.byHash(setting.training(), 10, setting.config().seed());
    int[] ofOneShard = IntStream.range(0, shardOf.length)
        .filter(k -> shardOf[k] == shardOf[0])
        .limit(3)
        .toArray();
    Forgetful.Step step = prepared("sisa").forget(request(ofOneShard));
    assertEquals(1.0, step.measures().get("shards-trained"));
    assertEquals(100.0, step.measures().get("epochs"));
  }

  @Test
  void score_meanOfTwo_isTheMeanProbability() {
    List<RecommenderModel> two = List
        .of(setting.original().model(), trainedWithout(BOTH, new TrainingConfig(8, Map.of())));
    float[] mean = Settings.scores(MeanModel.of(two));
    float[] left = Settings.scores(two.get(0));
    float[] right = Settings.scores(two.get(1));
    for (int k = 0; k < mean.length; k++) {
      double expected = (sigmoid(left[k]) + sigmoid(right[k])) / 2;
      assertEquals(expected, sigmoid(mean[k]), 1e-6);
    }
  }

  @Test
  void topItems_meanOfTwo_isSortedAndLeavesOutExclusions() {
    RecommenderModel mean = MeanModel
        .of(List.of(setting.original().model(), trainedWithout(BOTH, setting.config())));
    int[] top = new int[4];
    float[] scores = new float[4];
    assertEquals(4, mean.topItems(2, new int[]{0, 2}, top, scores));
    float[] all = Arrays.copyOfRange(Settings.scores(mean), 2 * Settings.ITEMS, 3 * Settings.ITEMS);
    for (int k = 0; k < 4; k++) {
      assertEquals(all[top[k]], scores[k]);
      assertTrue(k == 0 || scores[k] <= scores[k - 1]);
    }
    long better = IntStream.range(0, all.length)
        .filter(item -> item != 0 && item != 2 && all[item] > scores[3])
        .count();
    assertEquals(3, better);
    assertFalse(IntStream.of(top).anyMatch(item -> item == 0 || item == 2));
  }

  private Forgetful prepared(String name) {
    return Settings.strategies().named(name).prepare(setting);
  }

  private static ForgetRequest request(int[] positions) {
    return Settings.interactions(positions);
  }

  private RecommenderModel trainedWithout(int[] positions, TrainingConfig config) {
    InteractionView left = InteractionView.of(setting.training()).without(positions);
    return Training.run(setting, left, config).model();
  }

  private static void assertSameModel(RecommenderModel expected, RecommenderModel actual) {
    assertArrayEquals(Settings.parameters(expected), Settings.parameters(actual));
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
