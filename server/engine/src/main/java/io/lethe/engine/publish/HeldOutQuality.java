package io.lethe.engine.publish;

import io.lethe.engine.data.Mixing;
import io.lethe.engine.data.VersionData;

import io.lethe.spi.Interactions;
import io.lethe.spi.RecommenderModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How well a model ranks what was held out of its training: over all items but those that the user
 * had in training. Relevant are the others of the held-out interactions whose value is at least the
 * median value of all interactions, so all of them where values are equal.
 */
public final class HeldOutQuality {

  /** Normalized discounted cumulative gain of the ten best items; 1 is a perfect list. */
  static final String NDCG = "ndcg-at-10";

  /** The same of the items with the most interactions in training: what a model should be above. */
  static final String POPULAR_NDCG = "popular-ndcg-at-10";

  /** Share of the relevant items, 20 at most, among the twenty best. */
  static final String RECALL = "recall-at-20";

  private static final int USERS_MAX = 2_000;
  private static final int GAIN_ITEMS = 10;
  private static final int LIST_ITEMS = 20;

  private final RecommenderModel model;
  private final VersionData data;
  private final double medianValue;
  private final int[] list = new int[LIST_ITEMS];
  private final float[] scores = new float[LIST_ITEMS];
  private final int[] popular;
  private double gains;
  private double popularGains;
  private double recalls;
  private int users;

  private HeldOutQuality(RecommenderModel model, VersionData data) {
    this.model = model;
    this.data = data;
    Interactions all = data.live().all();
    int[] positions = data.live().positions();
    float[] values = new float[positions.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = all.value(positions[k]);
    }
    Arrays.sort(values);
    this.popular = mostPopular(data);
    this.medianValue = values.length == 0 ? 0 : values[values.length / 2];
  }

  /**
   * Means over users with something relevant held out, 2,000 of them at most, drawn by a hash of
   * their keys; empty if there are none. Costs a list of 20 items for each.
   */
  static Map<String, Double> of(RecommenderModel model, VersionData data) {
    if (data.split().share() == 0) {
      return Map.of();
    }
    HeldOutQuality quality = new HeldOutQuality(model, data);
    byHash(data).filter(quality::measured).limit(USERS_MAX).forEach(user -> {});
    return quality.users == 0
        ? Map.of()
        : Map.of(
            NDCG, quality.gains / quality.users, POPULAR_NDCG, quality.popularGains / quality.users,
            RECALL, quality.recalls / quality.users);
  }

  /** Item indices; of equally popular ones the first. */
  private static int[] mostPopular(VersionData data) {
    Interactions all = data.live().all();
    int[] counts = new int[data.index().itemCount()];
    for (int position : data.trained().positions()) {
      counts[all.item(position)]++;
    }
    return IntStream.range(0, counts.length)
        .boxed()
        .sorted(Comparator.comparingInt((Integer item) -> -counts[item]))
        .mapToInt(item -> item)
        .toArray();
  }

  private static IntStream byHash(VersionData data) {
    long[] order = new long[data.index().userCount()];
    for (int user = 0; user < order.length; user++) {
      long hash = Mixing.mix(data.live().all().keys().user(user));
      order[user] = (hash & ~0x7FFF_FFFFL) | user;
    }
    Arrays.sort(order);
    return Arrays.stream(order).mapToInt(entry -> (int) (entry & 0x7FFF_FFFFL));
  }

  private boolean measured(int user) {
    int[] live = Arrays.stream(data.table().ofUser(user)).filter(data.live()::contains).toArray();
    int[] seen = items(live, data.trained()::contains);
    int[] relevant = Arrays.stream(items(live, this::isRelevant))
        .filter(item -> Arrays.binarySearch(seen, item) < 0)
        .toArray();
    if (relevant.length == 0) {
      return false;
    }
    int count = model.topItems(user, seen, list, scores);
    gains += gain(list, Math.min(count, GAIN_ITEMS), relevant);
    int[] unseen = Arrays.stream(popular)
        .filter(item -> Arrays.binarySearch(seen, item) < 0)
        .limit(GAIN_ITEMS)
        .toArray();
    popularGains += gain(unseen, unseen.length, relevant);
    long hits = Arrays.stream(list, 0, count)
        .filter(item -> Arrays.binarySearch(relevant, item) >= 0)
        .count();
    recalls += (double) hits / Math.min(LIST_ITEMS, relevant.length);
    users++;
    return true;
  }

  /**
   * Discounted gain of a list's first items over the best possible one, of which the first ten
   * count.
   *
   * @param list items, best first
   * @param length how many of them are there, 10 at most
   * @param relevant at least one, ascending and distinct
   */
  public static double gain(int[] list, int length, int[] relevant) {
    double gain = 0;
    double best = 0;
    for (int place = 0; place < length; place++) {
      gain += Arrays.binarySearch(relevant, list[place]) >= 0 ? discount(place) : 0;
    }
    for (int place = 0; place < Math.min(GAIN_ITEMS, relevant.length); place++) {
      best += discount(place);
    }
    return gain / best;
  }

  private boolean isRelevant(int position) {
    return !data.trained().contains(position) && data.live().all().value(position) >= medianValue;
  }

  private int[] items(int[] positions, IntPredicate wanted) {
    return Arrays.stream(positions)
        .filter(wanted)
        .map(data.live().all()::item)
        .sorted()
        .distinct()
        .toArray();
  }

  private static double discount(int place) {
    return Math.log(2) / Math.log(place + 2);
  }
}
