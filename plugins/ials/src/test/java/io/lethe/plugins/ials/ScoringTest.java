package io.lethe.plugins.ials;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RefittableModel;
import io.lethe.spi.Removal;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.testkit.SyntheticRatings;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScoringTest {

  private static final PluginContext ALONE = new PluginContext(
      Runnable::run, 1, InstantSource.system());
  private static final int[] COUNTS = {3, 0, 7, 1, 2, 9, 4, 4, 5};

  private final PairTables tables = SmallCases.tables(4, SmallCases.ITEMS, 5);

  private double expected(int user, int item, double popularity) {
    return SmallCases
        .dot(SmallCases.dense(tables.users())[user], SmallCases.dense(tables.items())[item])
        + popularity * COUNTS[item];
  }

  @Test
  void score_withAndWithoutPopularity_productAndCount() {
    for (float popularity : new float[]{0, .05f}) {
      Scoring scoring = Scoring.of(tables, popularity, COUNTS, Kernels.fastest());
      float[] scores = new float[COUNTS.length];
      scoring.score(2, IntStream.range(0, COUNTS.length).toArray(), scores);
      for (int item = 0; item < scores.length; item++) {
        assertEquals(expected(2, item, popularity), scores[item], 1e-6);
      }
    }
  }

  @Test
  void topItems_popularityAboveAll_byCount() {
    Scoring scoring = Scoring.of(tables, 100, COUNTS, Kernels.fastest());
    int[] items = new int[3];
    assertEquals(3, scoring.topItems(1, new int[]{5}, items, new float[3]));
    assertArrayEquals(new int[]{2, 8}, Arrays.copyOf(items, 2));
    assertTrue(items[2] == 6 || items[2] == 7, "both have 4 interactions");
  }

  /** Each user has a few items, drawn by popularity and nothing else. */
  private static InteractionView withoutTaste() {
    SplittableRandom random = new SplittableRandom(4);
    int users = 600;
    int items = 200;
    boolean[][] has = new boolean[users][items];
    for (int k = 0; k < 3 * users; k++) {
      double part = random.nextDouble();
      has[random.nextInt(users)][(int) (items * part * part * part)] = true;
    }
    int[] pairs = IntStream.range(0, users * items)
        .filter(pair -> has[pair / items][pair % items])
        .toArray();
    float[] values = new float[pairs.length];
    Arrays.fill(values, 1);
    EntityKeys keys = new EntityKeys(
        LongStream.range(0, users).map(k -> 31 * k + 5).toArray(),
        LongStream.range(0, items).map(k -> 17 * k + 3).toArray());
    return InteractionView.of(
        new Interactions(
            keys, IntStream.of(pairs).map(pair -> pair / items).toArray(),
            IntStream.of(pairs).map(pair -> pair % items).toArray(), values));
  }

  private static TrainedModel trained(InteractionView all, Map<String, String> options) {
    int[] heldOut = IntStream.range(0, all.size()).filter(p -> p % 8 == 1).toArray();
    TrainingData data = new TrainingData(
        all.without(heldOut), InteractionView.of(all.all().at(heldOut)));
    return new IalsPlugin().trainer(new TrainingConfig(1, options), ALONE)
        .train(data, report -> {});
  }

  @Test
  void train_peopleWithoutTaste_popularityChosen() {
    TrainedModel trained = trained(withoutTaste(), Map.of("reg", "0.01", "factors", "32"));
    float chosen = Float.parseFloat(trained.effective().getOrDefault("popularity", "absent"));
    assertTrue(chosen > 0, () -> "popularity " + chosen);
    assertEquals(trained.effective().get("popularity"), trained.finalFit().get("popularity"));
    assertEquals(
        "0.0", trained(withoutTaste(), Map.of("popularity", "0")).effective().get("popularity"));
  }

  @Test
  void refitAndLoad_popularity_ofWhatStays() {
    InteractionView view = InteractionView.of(new SyntheticRatings(5, 40, 20, 8).generate());
    TrainingData data = new TrainingData(view, InteractionView.of(view.all().at(new int[0])));
    Map<String, String> options = Map
        .of("popularity", "0.5", "factors", "4", "mode", "converged", "reg", "5");
    RefittableModel model = (RefittableModel) new IalsPlugin()
        .trainer(new TrainingConfig(1, options), ALONE)
        .train(data, report -> {})
        .model();
    int[] gone = Arrays.stream(view.positions()).filter(p -> view.all().user(p) < 3).toArray();
    InteractionView left = view.without(gone);
    RefittableModel after = model.refit(Removal.of(view, gone)).model();
    ModelArtifact saved = new IalsPlugin().save(after);
    int[] all = IntStream.range(0, 20).toArray();
    float[] scores = new float[20];
    float[] loaded = new float[20];
    after.score(9, all, scores);
    new IalsPlugin().load(saved, left, ALONE).score(9, all, loaded);
    assertArrayEquals(scores, loaded);
    int[] counts = Scoring.counts(left);
    PairTables rows = ((IalsModel) after).tables();
    for (int item : all) {
      double product = SmallCases
          .dot(SmallCases.dense(rows.users())[9], SmallCases.dense(rows.items())[item]);
      assertEquals(product + .5 * counts[item], scores[item], 1e-4);
    }
  }
}
