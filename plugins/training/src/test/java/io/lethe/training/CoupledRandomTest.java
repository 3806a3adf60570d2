package io.lethe.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.ParameterBlock.Side;
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
  void negative_manyDraws_coverAllItemsButItsOwn() {
    int[] seen = new int[7];
    for (int number = 1; number <= 6000; number++) {
      seen[CoupledRandom.negative(random.pair(3, 4), 2, number, 4, 7)]++;
    }
    for (int item = 0; item < 7; item++) {
      assertEquals(item == 4 ? 0 : 1000, seen[item], item == 4 ? 0 : 150);
    }
  }

  @Test
  void negative_singleItem_isThatItem() {
    assertEquals(0, CoupledRandom.negative(random.pair(3, 0), 0, 1, 0, 1));
  }
}
