package io.lethe.evaluation;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.Interactions;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Interactions made by a simple world: users and items have latent factors and biases, items a
 * long-tailed popularity (Zipf-Mandelbrot), users a log-normal activity. A user meets items by
 * popularity and taste, and rates them 1 to 5 by bias, taste and noise. Pairs are distinct; each
 * user's pairs stand together.
 */
public final class SyntheticInteractions {

  private static final int FACTORS = 8;
  private static final double MEAN_RATING = 3.4;
  private static final double USER_DEVIATION = 0.4;
  private static final double ITEM_DEVIATION = 0.5;
  private static final double TASTE_DEVIATION = 0.8;
  private static final double NOISE_DEVIATION = 0.6;

  private final SyntheticSpec spec;
  private final SplittableRandom random;
  private final Interactions interactions;

  private SyntheticInteractions(SyntheticSpec spec) {
    this.spec = spec;
    this.random = new SplittableRandom(spec.seed());
    this.interactions = build();
  }

  /** Generates. O(interactions + users + items) memory; a million take about a second. */
  public static Interactions generate(SyntheticSpec spec) {
    return new SyntheticInteractions(spec).interactions;
  }

  private Interactions build() {
    double[][] userRows = rows(spec.users());
    double[][] itemRows = rows(spec.items());
    int[] activity = UserActivity.of(spec, random.split());
    ItemSampler sampler = new ItemSampler(spec.items(), random.split());
    int[] users = new int[spec.interactions()];
    int[] items = new int[spec.interactions()];
    float[] ratings = new float[spec.interactions()];
    int next = 0;
    for (int user = 0; user < spec.users(); user++) {
      double[] taste = userRows[user];
      int from = next;
      next = sampler.sample(activity[user], item -> dot(taste, itemRows[item]), items, from);
      for (int k = from; k < next; k++) {
        users[k] = user;
        ratings[k] = rating(taste, itemRows[items[k]]);
      }
    }
    return new Interactions(keys(), users, items, ratings);
  }

  private EntityKeys keys() {
    return new EntityKeys(
        LongStream.range(0, spec.users()).toArray(), LongStream.range(0, spec.items()).toArray());
  }

  /** Factors of unit taste, then one bias. */
  private double[][] rows(int count) {
    double[][] rows = new double[count][FACTORS + 1];
    for (double[] row : rows) {
      for (int k = 0; k < row.length; k++) {
        row[k] = random.nextGaussian();
      }
    }
    return rows;
  }

  /** Taste of a user for an item: mean 0, deviation 1. */
  private static double dot(double[] user, double[] item) {
    double sum = 0;
    for (int k = 0; k < FACTORS; k++) {
      sum += user[k] * item[k];
    }
    return sum / Math.sqrt(FACTORS);
  }

  private float rating(double[] user, double[] item) {
    double rating = MEAN_RATING + USER_DEVIATION * user[FACTORS] + ITEM_DEVIATION * item[FACTORS]
        + TASTE_DEVIATION * dot(user, item) + NOISE_DEVIATION * random.nextGaussian();
    return Math.clamp(Math.round(rating), 1, 5);
  }
}
