package io.lethe.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.training.negatives.NegativeRing;
import io.lethe.training.objective.CoupledRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CoupledRandomTest {

  private final CoupledRandom random = new CoupledRandom(1);

  @Test
  void row_manyNumbers_haveMeanZeroAndTheDeviation() {
    int count = 200_000;
    float[] numbers = new float[count];
    random.row(Side.USER, 5, 0.5f, numbers, 0, count);
    double mean = 0;
    double square = 0;
    for (float number : numbers) {
      mean += number / (double) count;
      square += (double) number * number / count;
    }
    assertEquals(0, mean, 0.005);
    assertEquals(0.25, square, 0.005);
  }

  @Test
  void row_dependsOnSideKeyAndSeedAlone() {
    assertArrayEquals(row(random, Side.USER, 5), row(new CoupledRandom(1), Side.USER, 5));
    float[] row = row(random, Side.USER, 5);
    assertTrue(!Arrays.equals(row, row(random, Side.ITEM, 5)));
    assertTrue(!Arrays.equals(row, row(random, Side.USER, 6)));
    assertTrue(!Arrays.equals(row, row(new CoupledRandom(2), Side.USER, 5)));
  }

  private static float[] row(CoupledRandom random, Side side, long key) {
    float[] row = new float[8];
    random.row(side, key, 1, row, 0, 8);
    return row;
  }

  @Test
  void batch_manyPairs_spreadEvenlyAndMoveEachEpoch() {
    int batches = 10;
    int[] sizes = new int[batches];
    int stayed = 0;
    for (int k = 0; k < 10_000; k++) {
      long pair = random.pair(k % 100, k / 100);
      int batch = CoupledRandom.batch(pair, CoupledRandom.batches(0), batches);
      sizes[batch]++;
      stayed += batch == CoupledRandom.batch(pair, CoupledRandom.batches(1), batches) ? 1 : 0;
    }
    for (int size : sizes) {
      assertEquals(1000, size, 150);
    }
    assertEquals(1000, stayed, 150);
  }

  @Test
  void pair_ofSwappedKeys_differs() {
    assertNotEquals(random.pair(1, 2), random.pair(2, 1));
  }

  @Test
  void negative_manyDraws_areAsFrequentAsTheSharesSay() {
    NegativeRing ring = random.ring(keys(0, 50, false));
    int[] seen = new int[50];
    int draws = 500_000;
    for (int number = 1; number <= draws; number++) {
      seen[CoupledRandom.negative(random.pair(3, number), 2, number % 7, ring)]++;
    }
    double chiSquare = 0;
    for (int item = 0; item < 50; item++) {
      double expected = draws * (double) ring.shares()[item];
      chiSquare += (seen[item] - expected) * (seen[item] - expected) / expected;
    }
    assertTrue(chiSquare < 95, "49 degrees of freedom, one in 10,000 above 95: " + chiSquare);
  }

  @Test
  void shares_ofManyItems_areAboutEqual() {
    for (int items : new int[]{7, 60, 1500}) {
      float[] shares = random.ring(keys(5, items, false)).shares();
      double sum = 0;
      double squares = 0;
      for (float share : shares) {
        sum += share;
        squares += (share * items - 1) * (share * items - 1);
      }
      assertEquals(1, sum, 1e-5);
      assertTrue(Math.sqrt(squares / items) < 0.06, items + ": " + Math.sqrt(squares / items));
    }
  }

  @Test
  void negative_itemsInAnotherOrder_areTheSameKeys() {
    EntityKeys keys = keys(0, 300, false);
    EntityKeys reversed = keys(0, 300, true);
    NegativeRing ring = random.ring(keys);
    NegativeRing other = random.ring(reversed);
    for (int number = 1; number <= 5000; number++) {
      long pair = random.pair(8, number);
      assertEquals(
          keys.item(CoupledRandom.negative(pair, 0, 1, ring)),
          reversed.item(CoupledRandom.negative(pair, 0, 1, other)));
    }
  }

  @Test
  void negative_someItemsGo_changesLittleButTheirDraws() {
    EntityKeys keys = keys(0, 300, false);
    EntityKeys fewer = keys(6, 294, true);
    NegativeRing ring = random.ring(keys);
    NegativeRing after = random.ring(fewer);
    int draws = 50_000;
    int gone = 0;
    int changed = 0;
    for (int number = 1; number <= draws; number++) {
      long pair = random.pair(8, number);
      long before = keys.item(CoupledRandom.negative(pair, 0, 1, ring));
      long now = fewer.item(CoupledRandom.negative(pair, 0, 1, after));
      gone += before < key(6) ? 1 : 0;
      changed += before >= key(6) && before != now ? 1 : 0;
    }
    assertEquals(0.02, gone / (double) draws, 0.004);
    assertTrue(changed > 0 && changed < 3 * gone, changed + " of the others, " + gone + " gone");
  }

  @Test
  void negative_singleItem_isThatItem() {
    assertEquals(
        0, CoupledRandom.negative(random.pair(3, 0), 0, 1, random.ring(keys(0, 1, false))));
  }

  private static long key(int item) {
    return 1_000_003L * item + 17;
  }

  private static EntityKeys keys(int first, int count, boolean descending) {
    long[] items = new long[count];
    for (int k = 0; k < count; k++) {
      items[descending ? count - 1 - k : k] = key(first + k);
    }
    return new EntityKeys(new long[0], items);
  }
}
