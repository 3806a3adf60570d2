package io.lethe.evaluation.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PowerLawTest {

  @Test
  void exponent_ofSquares_isTwo() {
    assertEquals(2, PowerLaw.exponent(new double[]{1, 2, 5}, new double[]{3, 12, 75}), 1e-12);
  }

  @Test
  void exponent_ofConstants_isZero() {
    assertEquals(0, PowerLaw.exponent(new double[]{1, 2, 5}, new double[]{7, 7, 7}), 1e-12);
  }

  @Test
  void exponent_ofOnePoint_isNotANumber() {
    assertTrue(Double.isNaN(PowerLaw.exponent(new double[]{2}, new double[]{7})));
  }
}
