package io.lethe.plugins.ease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LambdaSearchTest {

  @ParameterizedTest
  @ValueSource(doubles = {25, 50, 100, 200, 400, 800, 1600, 3200})
  void best_oneHill_itsTopInFewTrials(double top) {
    List<Double> tried = new ArrayList<>();
    float best = new LambdaSearch(lambda -> {
      tried.add(lambda);
      return -Math.abs(Math.log(lambda / top));
    }).best();
    assertEquals(top, best);
    assertTrue(tried.size() <= LambdaSearch.TRIALS_MAX, () -> "tried " + tried);
    assertEquals(tried.size(), tried.stream().distinct().count());
  }

  @Test
  void best_flat_theDefault() {
    assertEquals(200, new LambdaSearch(lambda -> 0.3).best(), 0);
  }
}
