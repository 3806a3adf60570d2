package io.lethe.evaluation.strategy;

import io.lethe.evaluation.BilinearPlugin;
import io.lethe.kernels.Kernels;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.unlearning.ErasedEntities;
import io.lethe.unlearning.InfluenceUnlearner;
import io.lethe.unlearning.UnlearningConfig;
import java.time.InstantSource;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A small setting for tests: users and items of two tastes, labels 1 where they agree. */
final class Settings {

  static final float THRESHOLD = 0.5f;
  static final int USERS = 24;
  static final int ITEMS = 16;
  static final PluginContext CONTEXT = new PluginContext(Runnable::run, 1, InstantSource.system());
  private static final double NOISE = 0.15;

  private Settings() {}

  /** A setting whose original is trained by a plugin with its defaults. */
  static Setting of(RecommenderPlugin plugin) {
    Interactions training = interactions(0);
    Interactions validation = interactions(1);
    TrainingData data = new TrainingData(
        InteractionView.of(training), InteractionView.of(validation));
    TrainedModel original = plugin.trainer(new TrainingConfig(3, Map.of()), CONTEXT)
        .train(data, progress -> {});
    return new Setting(
        plugin, CONTEXT, new TrainingConfig(3, original.effective()), original, training,
        validation, THRESHOLD);
  }

  static Setting bilinear() {
    return of(new BilinearPlugin());
  }

  static Strategies strategies() {
    return new Strategies(unlearner(UnlearningConfig.defaults()), Kernels.scalar());
  }

  static InfluenceUnlearner unlearner(UnlearningConfig config) {
    return new InfluenceUnlearner(config, Kernels.scalar(), System::nanoTime);
  }

  /** Every pair with an even or odd sum of a hash falls to training or validation. */
  private static Interactions interactions(int part) {
    SplittableRandom random = new SplittableRandom(11);
    int[] pairs = IntStream.range(0, USERS * ITEMS).toArray();
    float[] labels = new float[pairs.length];
    boolean[] mine = new boolean[pairs.length];
    for (int pair : pairs) {
      boolean agree = (pair / ITEMS) % 2 == (pair % ITEMS) % 2;
      labels[pair] = agree ^ random.nextDouble() < NOISE ? 1 : 0;
      mine[pair] = (random.nextInt(3) == 0 ? 1 : 0) == part;
    }
    int[] some = IntStream.of(pairs).filter(pair -> mine[pair]).toArray();
    float[] values = new float[some.length];
    for (int k = 0; k < some.length; k++) {
      values[k] = labels[some[k]];
    }
    EntityKeys keys = new EntityKeys(
        LongStream.range(0, USERS).toArray(), LongStream.range(100, 100 + ITEMS).toArray());
    return new Interactions(
        keys, IntStream.of(some).map(pair -> pair / ITEMS).toArray(),
        IntStream.of(some).map(pair -> pair % ITEMS).toArray(), values);
  }

  static ForgetRequest interactions(int... positions) {
    return new ForgetRequest(positions, ErasedEntities.none());
  }

  /** Everything of a user. */
  static ForgetRequest user(Setting setting, int user) {
    int[] positions = IntStream.range(0, setting.training().size())
        .filter(k -> setting.training().user(k) == user)
        .toArray();
    return new ForgetRequest(positions, ErasedEntities.user(user));
  }

  static float[] parameters(RecommenderModel model) {
    DifferentiableModel differentiable = (DifferentiableModel) model;
    ParameterSelection all = ParameterSelection.all(differentiable.layout());
    float[] parameters = new float[all.length()];
    differentiable.parameters(all, parameters);
    return parameters;
  }

  /** Scores of all pairs. */
  static float[] scores(RecommenderModel model) {
    float[] all = new float[model.userCount() * model.itemCount()];
    int[] items = IntStream.range(0, model.itemCount()).toArray();
    for (int user = 0; user < model.userCount(); user++) {
      float[] some = new float[items.length];
      model.score(user, items, some);
      System.arraycopy(some, 0, all, user * items.length, items.length);
    }
    return all;
  }
}
