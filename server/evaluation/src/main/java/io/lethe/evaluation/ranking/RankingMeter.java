package io.lethe.evaluation.ranking;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What lists are worth, user by user, then as means over users. The ideal gain is that of
 * {@code min(k, relevant)} hits, and recall is over {@code min(k, relevant)}: a list of k can reach 1
 * in both. Confined to one thread.
 */
public final class RankingMeter {

  /** Lengths at which lists are cut. */
  public static final List<Integer> CUTS = List.of(5, 10, 20);

  /** The longest cut: how long lists should be. */
  public static final int LONGEST = 20;

  /** Lists of this length are held against the catalogue. */
  static final int SHOWN = 10;

  private final double[] gains = new double[CUTS.size()];
  private final double[] recalls = new double[CUTS.size()];
  private final double[] hits = new double[CUTS.size()];
  private final double[] reciprocals = new double[CUTS.size()];
  private final BitSet recommended = new BitSet();
  private final int catalogue;
  private final BitSet popular;
  private long places;
  private long popularPlaces;
  private int users;

  /**
   * Begins without users.
   *
   * @param catalogue number of items that can be recommended, above 0
   * @param popular indices of items that count as popular; only read
   */
  public RankingMeter(int catalogue, BitSet popular) {
    this.catalogue = catalogue;
    this.popular = popular;
  }

  /**
   * One more user.
   *
   * @param list item indices, best first
   * @param relevant item indices that the user likes, ascending
   * @param unreachable how many more items the user likes that no list can hold
   */
  public void add(int[] list, int[] relevant, int unreachable) {
    int likes = relevant.length + unreachable;
    if (likes == 0) {
      throw new IllegalArgumentException(
          "a user without a relevant item says nothing about a list");
    }
    users++;
    for (int cut = 0; cut < gains.length; cut++) {
      cut(list, relevant, likes, cut);
    }
    for (int item : Arrays.copyOf(list, Math.min(list.length, SHOWN))) {
      recommended.set(item);
      places++;
      popularPlaces += popular.get(item) ? 1 : 0;
    }
  }

  private void cut(int[] list, int[] relevant, int likes, int cut) {
    int length = CUTS.get(cut);
    double gain = 0;
    int found = 0;
    double reciprocal = 0;
    for (int rank = 0; rank < Math.min(list.length, length); rank++) {
      if (Arrays.binarySearch(relevant, list[rank]) >= 0) {
        gain += discount(rank);
        reciprocal = found == 0 ? 1.0 / (rank + 1) : reciprocal;
        found++;
      }
    }
    int reachable = Math.min(likes, length);
    double ideal = 0;
    for (int rank = 0; rank < reachable; rank++) {
      ideal += discount(rank);
    }
    gains[cut] += gain / ideal;
    recalls[cut] += (double) found / reachable;
    hits[cut] += found > 0 ? 1 : 0;
    reciprocals[cut] += reciprocal;
  }

  /** Järvelin and Kekäläinen 2002, with a logarithm to base 2. */
  private static double discount(int rank) {
    return Math.log(2) / Math.log(rank + 2.0);
  }

  /** Means by {@link RankingMeasure#id}; NaN without a user. */
  public Map<String, Double> means() {
    Map<String, Double> means = new TreeMap<>();
    for (int cut = 0; cut < gains.length; cut++) {
      int length = CUTS.get(cut);
      means.put("ndcg-" + length, gains[cut] / users);
      means.put("recall-" + length, recalls[cut] / users);
      means.put("hr-" + length, hits[cut] / users);
      means.put("mrr-" + length, reciprocals[cut] / users);
    }
    means.put(RankingMeasure.COVERAGE.id(), (double) recommended.cardinality() / catalogue);
    means.put(RankingMeasure.POPULAR.id(), (double) popularPlaces / places);
    means.put(RankingMeasure.USERS.id(), (double) users);
    return means;
  }
}
