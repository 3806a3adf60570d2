package io.lethe.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AliasTableTest {

  private static final int DRAWS = 200_000;

  @Test
  void draw_unevenWeights_followsThem() {
    double[] weights = {5, 0.5, 1, 3, 0.5};
    AliasTable table = new AliasTable(weights);
    SplittableRandom random = new SplittableRandom(8);
    int[] counts = new int[weights.length];
    for (int k = 0; k < DRAWS; k++) {
      counts[table.draw(random)]++;
    }
    for (int k = 0; k < weights.length; k++) {
      assertEquals(weights[k] / 10, (double) counts[k] / DRAWS, 0.005);
    }
  }
}
