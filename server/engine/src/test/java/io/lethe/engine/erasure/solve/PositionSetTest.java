package io.lethe.engine.erasure.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PositionSetTest {

  @Test
  void add_manyWithRepeats_asATreeSet() {
    SplittableRandom random = new SplittableRandom(11);
    for (int bound : new int[]{1, 50, 5_000, Integer.MAX_VALUE}) {
      PositionSet set = new PositionSet();
      TreeSet<Integer> expected = new TreeSet<>();
      for (int k = 0; k < 3_000; k++) {
        int position = random.nextInt(bound);
        set.add(position);
        expected.add(position);
        assertEquals(expected.size(), set.size());
      }
      assertArrayEquals(
          expected.stream().mapToInt(position -> position).toArray(), set.ascending());
    }
  }
}
