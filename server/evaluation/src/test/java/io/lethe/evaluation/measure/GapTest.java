package io.lethe.evaluation.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GapTest {

  @Test
  void of_knownDifferences_givesMeanAndRms() {
    Gap gap = Gap.of(new double[]{0.5, 0.2}, new double[]{0.1, 0.5});
    assertEquals(0.35, gap.mean(), 1e-12);
    assertEquals(Math.sqrt((0.16 + 0.09) / 2), gap.rms(), 1e-12);
  }

  @Test
  void relativeTo_halfAsFar_isHalf() {
    Gap original = Gap.of(new double[]{0.8}, new double[]{0.4});
    assertEquals(0.5, Gap.of(new double[]{0.6}, new double[]{0.4}).relativeTo(original), 1e-12);
    assertEquals(1, original.relativeTo(original), 1e-12);
  }

  @Test
  void relativeTo_originalEqualsRetrained_isNotANumber() {
    Gap none = Gap.of(new double[]{0.4}, new double[]{0.4});
    assertTrue(Double.isNaN(none.relativeTo(none)));
  }

  @Test
  void of_differentLengths_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> Gap.of(new double[]{0.4}, new double[]{}));
  }
}
