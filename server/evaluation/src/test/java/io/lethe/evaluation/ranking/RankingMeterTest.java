package io.lethe.evaluation.ranking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingMeterTest {

  private static final double EXACT = 1e-12;

  @Test
  void means_handComputed_areTheFormulas() {
    RankingMeter meter = new RankingMeter(40, BitSet.valueOf(new long[]{0b11}));
    // Hits at ranks 2 and 7 of three liked items, one of which no list can hold.
    meter.add(new int[]{0, 5, 2, 3, 4, 1, 9, 8, 7, 6, 10}, new int[]{5, 9}, 1);
    double second = 1 / log2(3);
    double seventh = 1 / log2(8);
    double ideal = 1 + 1 / log2(3) + 1 / log2(4);
    Map<String, Double> means = meter.means();
    assertEquals(second / ideal, mean(means, "ndcg-5"), EXACT);
    assertEquals((second + seventh) / ideal, mean(means, "ndcg-10"), EXACT);
    assertEquals((second + seventh) / ideal, mean(means, "ndcg-20"), EXACT);
    assertEquals(1.0 / 3, mean(means, "recall-5"), EXACT);
    assertEquals(2.0 / 3, mean(means, "recall-20"), EXACT);
    assertEquals(1, mean(means, "hr-5"), EXACT);
    assertEquals(0.5, mean(means, "mrr-5"), EXACT);
    // Ten of forty items were shown; two of the ten places went to items 0 and 1.
    assertEquals(0.25, mean(means, "coverage-10"), EXACT);
    assertEquals(0.2, mean(means, "popular-10"), EXACT);
  }

  @Test
  void means_moreLikedThanTheListIsLong_canStillReachOne() {
    RankingMeter meter = new RankingMeter(30, new BitSet());
    int[] all = IntStream.range(0, 20).toArray();
    meter.add(all, IntStream.range(0, 25).toArray(), 0);
    Map<String, Double> means = meter.means();
    for (int cut : RankingMeter.CUTS) {
      assertEquals(1, mean(means, "ndcg-" + cut), EXACT);
      assertEquals(1, mean(means, "recall-" + cut), EXACT);
    }
  }

  @Test
  void means_shortListWithoutHits_isZero() {
    RankingMeter meter = new RankingMeter(30, new BitSet());
    meter.add(new int[]{3}, new int[]{4}, 0);
    for (String name : List.of("ndcg-20", "recall-20", "hr-20", "mrr-20")) {
      assertEquals(0, mean(meter.means(), name), EXACT);
    }
    assertThrows(IllegalArgumentException.class, () -> meter.add(new int[]{3}, new int[0], 0));
  }

  /** Twenty users drawn by a seed, against the definitions written another way: over sets. */
  @Test
  void means_drawnUsers_agreeWithTheDefinitions() {
    Random random = new Random(7);
    RankingMeter meter = new RankingMeter(60, new BitSet());
    Map<String, Double> wanted = new HashMap<>();
    for (int user = 0; user < 20; user++) {
      List<Integer> list = random.ints(0, 60).distinct().limit(20).boxed().toList();
      Set<Integer> liked = new HashSet<>(
          random.ints(0, 60).distinct().limit(1 + random.nextInt(15)).boxed().toList());
      meter.add(
          list.stream().mapToInt(item -> item).toArray(),
          liked.stream().mapToInt(item -> item).sorted().toArray(), 0);
      for (int cut : RankingMeter.CUTS) {
        List<Integer> ranks = IntStream.rangeClosed(1, cut)
            .filter(rank -> liked.contains(list.get(rank - 1)))
            .boxed()
            .toList();
        int reach = Math.min(cut, liked.size());
        double ideal = IntStream.rangeClosed(1, reach).mapToDouble(r -> 1 / log2(r + 1)).sum();
        double gain = ranks.stream().mapToDouble(rank -> 1 / log2(rank + 1)).sum();
        wanted.merge("ndcg-" + cut, gain / ideal / 20, Double::sum);
        wanted.merge("recall-" + cut, (double) ranks.size() / reach / 20, Double::sum);
        wanted.merge("hr-" + cut, ranks.isEmpty() ? 0 : 0.05, Double::sum);
        wanted.merge("mrr-" + cut, ranks.isEmpty() ? 0 : 0.05 / ranks.getFirst(), Double::sum);
      }
    }
    wanted.forEach((name, value) -> assertEquals(value, mean(meter.means(), name), EXACT, name));
  }

  private static double mean(Map<String, Double> means, String name) {
    return means.getOrDefault(name, Double.NaN);
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }
}
