package io.lethe.engine.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InjectionPointsTest {

  @Test
  void sample_fewPlaces_allOfThem() {
    assertArrayEquals(new int[]{0}, InjectionPoints.sample(1, 2).toArray());
    assertArrayEquals(new int[]{0, 1, 2}, InjectionPoints.sample(3, 3).toArray());
  }

  @Test
  void sample_manyPlaces_evenlySpreadFromTheFirstToTheLast() {
    assertArrayEquals(new int[]{0, 33, 66, 99}, InjectionPoints.sample(100, 4).toArray());
    for (int count = 3; count < 60; count++) {
      int[] chosen = InjectionPoints.sample(count, 3).toArray();
      assertEquals(3, chosen.length);
      assertEquals(0, chosen[0]);
      assertTrue(chosen[0] < chosen[1] && chosen[1] < chosen[2], count + " places");
      assertEquals(count - 1, chosen[2]);
    }
  }

  @Test
  void sample_noPlaceOrNoRoomForFirstAndLast_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> InjectionPoints.sample(0, 2));
    assertThrows(IllegalArgumentException.class, () -> InjectionPoints.sample(5, 1));
  }
}
