package io.lethe.engine.popularity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurrentPopularityTest {

  private static final int ITEMS = 60;

  private static CurrentPopularity of(int... itemOf) {
    EntityKeys keys = new EntityKeys(new long[]{1}, new long[ITEMS]);
    return new CurrentPopularity(
        new ItemPopularity(
            new InteractionView(
                new Interactions(keys, new int[itemOf.length], itemOf, new float[itemOf.length]),
                new int[0])));
  }

  private static List<String> walked(CurrentPopularity popularity) {
    List<String> walked = new ArrayList<>();
    CurrentPopularity.Walk walk = popularity.walk();
    while (walk.next()) {
      walked.add(walk.item() + "=" + walk.count());
    }
    return walked;
  }

  private static List<String> expected(int[] counts) {
    return IntStream.range(0, counts.length)
        .boxed()
        .sorted(Comparator.comparingInt((Integer item) -> -counts[item]))
        .map(item -> item + "=" + counts[item])
        .toList();
  }

  @Test
  void walk_afterManyChanges_isTheOrderOfTheCounts() {
    SplittableRandom random = new SplittableRandom(3);
    int[] itemOf = random.ints(400, 0, ITEMS / 2).toArray();
    int[] counts = new int[ITEMS];
    IntStream.of(itemOf).forEach(item -> counts[item]++);
    CurrentPopularity popularity = of(itemOf);
    assertEquals(expected(counts), walked(popularity));
    for (int k = 0; k < 100; k++) {
      int item = itemOf[random.nextInt(itemOf.length)];
      if (counts[item] > 0) {
        counts[item]--;
        popularity.change(item, -1);
      }
    }
    assertEquals(expected(counts), walked(popularity));
    for (int k = 0; k < 500; k++) {
      int item = random.nextInt(ITEMS);
      counts[item]++;
      popularity.change(item, 1);
      if (k % 50 == 0) {
        assertEquals(expected(counts), walked(popularity));
      }
    }
    assertEquals(expected(counts), walked(popularity));
  }

  @Test
  void walk_whileItemsRise_meetsEachOnce() throws InterruptedException {
    CurrentPopularity popularity = of(IntStream.range(0, 600).map(k -> k % ITEMS).toArray());
    Thread writer = Thread.ofVirtual().start(() -> {
      SplittableRandom random = new SplittableRandom(5);
      for (int k = 0; k < 50_000; k++) {
        popularity.change(random.nextInt(ITEMS), 1);
      }
    });
    int walks = 0;
    while (writer.isAlive() || walks < 1_000) {
      List<String> walked = walked(popularity);
      HashSet<String> items = new HashSet<>();
      walked.forEach(each -> items.add(each.substring(0, each.indexOf('='))));
      assertEquals(walked.size(), items.size());
      walks++;
    }
    writer.join();
    assertEquals(ITEMS, walked(popularity).size());
  }
}
