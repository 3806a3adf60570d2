package io.lethe.testkit;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.Interactions;
import io.lethe.spi.items.ItemFeatures;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Small seeded rating data: long-tailed item popularity, two latent tastes behind ratings 1 to 5.
 *
 * @param seed of everything
 * @param users number of users, at least 1
 * @param items number of items, at least 1
 * @param perUser ratings of each user, at most {@code items}, all of different items
 */
public record SyntheticRatings(long seed, int users, int items, int perUser) {

  private static final int TASTES = 2;

  public SyntheticRatings {
    if (users < 1 || items < 1 || perUser < 0 || perUser > items) {
      throw new IllegalArgumentException(
          "%d users, %d items, %d ratings each".formatted(users, items, perUser));
    }
  }

  /** The ratings, user after user; the same for the same record. */
  public Interactions generate() {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] userTastes = tastes(random, users);
    double[][] itemTastes = tastes(random, items);
    int[] userColumn = new int[users * perUser];
    int[] itemColumn = new int[users * perUser];
    float[] values = new float[users * perUser];
    int next = 0;
    for (int user = 0; user < users; user++) {
      BitSet rated = new BitSet(items);
      while (rated.cardinality() < perUser) {
        int item = popular(random);
        if (!rated.get(item)) {
          rated.set(item);
          userColumn[next] = user;
          itemColumn[next] = item;
          values[next++] = rating(random, userTastes[user], itemTastes[item]);
        }
      }
    }
    return new Interactions(keys(), userColumn, itemColumn, values)
        .withItemFeatures(features(itemTastes));
  }

  /** A category by the stronger taste, and how strong it is; every third item is unknown. */
  private ItemFeatures features(double[][] itemTastes) {
    int[] starts = new int[items + 1];
    int[] columns = new int[2 * items];
    float[] values = new float[2 * items];
    int next = 0;
    for (int item = 0; item < items; item++) {
      if (item % 3 != 2) {
        int stronger = Math.abs(itemTastes[item][0]) > Math.abs(itemTastes[item][1]) ? 0 : 1;
        columns[next] = stronger;
        values[next++] = 1;
        columns[next] = TASTES;
        values[next++] = (float) itemTastes[item][stronger];
      }
      starts[item + 1] = next;
    }
    return new ItemFeatures(
        List.of("category:first", "category:second", "attr:strength"), starts,
        Arrays.copyOf(columns, next), Arrays.copyOf(values, next));
  }

  /** Keys that differ from dense indices, as real ones do. */
  private EntityKeys keys() {
    return new EntityKeys(
        IntStream.range(0, users).mapToLong(SyntheticRatings::userKey).toArray(),
        IntStream.range(0, items).mapToLong(SyntheticRatings::itemKey).toArray());
  }

  static long userKey(int user) {
    return 1_000_003L * user + 17;
  }

  static long itemKey(int item) {
    return 7_919L * item - 5;
  }

  private static double[][] tastes(SplittableRandom random, int rows) {
    double[][] tastes = new double[rows][TASTES];
    for (double[] row : tastes) {
      for (int c = 0; c < TASTES; c++) {
        row[c] = random.nextGaussian();
      }
    }
    return tastes;
  }

  /** Squaring a uniform number favours low item numbers. */
  private int popular(SplittableRandom random) {
    double uniform = random.nextDouble();
    return (int) (uniform * uniform * items);
  }

  private static float rating(SplittableRandom random, double[] user, double[] item) {
    double liking = 0.3 * random.nextGaussian();
    for (int c = 0; c < TASTES; c++) {
      liking += user[c] * item[c];
    }
    return (float) Math.clamp(Math.rint(3.3 + 1.2 * liking), 1, 5);
  }
}
