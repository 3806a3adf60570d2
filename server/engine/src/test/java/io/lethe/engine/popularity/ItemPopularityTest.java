package io.lethe.engine.popularity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ItemPopularityTest {

  private static InteractionView view(int items, int[] itemOf, int... leftOut) {
    EntityKeys keys = new EntityKeys(new long[]{1}, new long[items]);
    return new InteractionView(
        new Interactions(keys, new int[itemOf.length], itemOf, new float[itemOf.length]), leftOut);
  }

  @Test
  void ranking_mostInteractionsFirst_equalOnesByIndex() {
    ItemPopularity.Ranking ranking = new ItemPopularity(view(5, new int[]{3, 1, 1, 4, 3, 0}))
        .ranking();
    assertArrayEquals(new int[]{1, 3, 0, 4, 2}, ranking.items());
    assertArrayEquals(new int[]{1, 2, 0, 2, 1}, ranking.counts());
  }

  @Test
  void ranking_interactionsLeftOut_doNotCount() {
    ItemPopularity.Ranking ranking = new ItemPopularity(view(3, new int[]{0, 2, 2, 0, 0}, 0, 3, 4))
        .ranking();
    assertArrayEquals(new int[]{2, 0, 1}, ranking.items());
    assertArrayEquals(new int[]{0, 0, 2}, ranking.counts());
  }

  /** Against the definition: each item after its rank-mate has fewer, or as many and a higher index. */
  @Test
  void ranking_manyItems_isTheOrderOfItsCounts() {
    SplittableRandom random = new SplittableRandom(7);
    int[] itemOf = random.ints(5_000, 0, 700).toArray();
    ItemPopularity.Ranking ranking = new ItemPopularity(view(700, itemOf)).ranking();
    int sum = 0;
    for (int rank = 0; rank < 700; rank++) {
      int item = ranking.items()[rank];
      sum += ranking.counts()[item];
      if (rank > 0) {
        int before = ranking.items()[rank - 1];
        int fewer = Integer.compare(ranking.counts()[before], ranking.counts()[item]);
        assertTrue(fewer > 0 || (fewer == 0 && before < item), "rank " + rank);
      }
    }
    assertEquals(5_000, sum);
  }

  @Test
  void ranking_askedByManyThreadsAtOnce_isMadeOnce() throws Exception {
    int threads = 8;
    SplittableRandom random = new SplittableRandom(11);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int round = 0; round < 20; round++) {
        ItemPopularity popularity = new ItemPopularity(
            view(2_000, random.ints(50_000, 0, 2_000).toArray()));
        CyclicBarrier together = new CyclicBarrier(threads);
        List<Future<ItemPopularity.Ranking>> asked = new ArrayList<>();
        for (int k = 0; k < threads; k++) {
          asked.add(pool.submit(() -> {
            together.await();
            return popularity.ranking();
          }));
        }
        for (Future<ItemPopularity.Ranking> each : asked) {
          assertSame(popularity.ranking(), each.get());
        }
      }
    }
  }
}
