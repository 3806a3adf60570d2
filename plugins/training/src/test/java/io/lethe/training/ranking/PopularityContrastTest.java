package io.lethe.training.ranking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PopularityContrastTest {

  private static final int ITEMS = 40;
  private final EntityKeys keys = new EntityKeys(
      new long[]{11, 12, 13}, IntStream.range(0, ITEMS).mapToLong(k -> k + 100).toArray());
  /** Item 7 is the most popular one, then 3. */
  private final InteractionView training = view(
      new int[]{0, 1, 2, 0, 1, 2}, new int[]{7, 7, 7, 3, 3, 5}, new float[]{5, 5, 4, 5, 5, 1});

  private InteractionView view(int[] users, int[] items, float[] values) {
    return InteractionView.of(new Interactions(keys, users, items, values));
  }

  /** Every user's score of item j is the j-th number. */
  private static PopularityContrast.Quality rank(PopularityContrast ranking, float[] scores) {
    return ranking.of(
        Kernels.scalar(), (chunks, work) -> IntStream.range(0, chunks).forEach(work),
        EmbeddingTable.wrap(new float[]{1, 1, 1}, 1), EmbeddingTable.wrap(scores, 1));
  }

  private static float[] descending() {
    float[] scores = new float[ITEMS];
    for (int item = 0; item < ITEMS; item++) {
      scores[item] = ITEMS - item;
    }
    return scores;
  }

  @Test
  void of_lists_countHitsByPlaceWithoutWhatIsSeen() {
    // User 0 has seen 3 and 7: item 4 is the fourth of 0, 1, 2, 4. Item 30 is beyond the list.
    PopularityContrast ranking = PopularityContrast
        .of(training, view(new int[]{0, 0, 1}, new int[]{4, 30, 2}, new float[]{4, 5, 1}), 3);
    double best = 1 + 1 / (Math.log(3) / Math.log(2));
    double expected = 1 / (Math.log(5) / Math.log(2)) / best;
    assertEquals(expected, rank(ranking, descending()).ndcg(), 1e-12, "user 1's item is not liked");
  }

  @Test
  void of_popularLists_areThatAndGainWhatPopularityGains() {
    float[] popularity = descending();
    popularity[7] = 100;
    popularity[3] = 99;
    PopularityContrast ranking = PopularityContrast
        .of(training, view(new int[]{2, 0}, new int[]{3, 1}, new float[]{5, 5}), 3);
    PopularityContrast.Quality quality = rank(ranking, popularity);
    assertEquals(1, quality.popular());
    assertEquals(ranking.popularity(), quality.ndcg());
    assertEquals((1 + 1 / (Math.log(3) / Math.log(2))) / 2, quality.ndcg(), 1e-12);
    float[] ascending = new float[ITEMS];
    for (int item = 0; item < ITEMS; item++) {
      ascending[item] = item;
    }
    assertEquals(0, rank(ranking, ascending).popular(), "none of the lowest ten numbers");
    assertEquals(0, rank(ranking, ascending).ndcg());
  }

  @Test
  void of_nothingLiked_isEmpty() {
    PopularityContrast ranking = PopularityContrast
        .of(training, view(new int[]{0}, new int[]{4}, new float[]{2}), 3);
    assertTrue(ranking.isEmpty());
    assertTrue(Double.isNaN(ranking.popularity()));
  }
}
