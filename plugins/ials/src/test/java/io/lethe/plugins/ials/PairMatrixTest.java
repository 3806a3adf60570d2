package io.lethe.plugins.ials;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.plugins.ials.Confidence.Weights;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.PluginException;
import org.junit.jupiter.api.Test;

class PairMatrixTest {

  private static InteractionView view(float... values) {
    EntityKeys keys = new EntityKeys(new long[]{5, 6}, new long[]{7, 8, 9});
    return InteractionView
        .of(new Interactions(keys, new int[]{1, 0, 1, 1}, new int[]{2, 1, 0, 2}, values));
  }

  private static Confidence confidence(InteractionView view, Weights weights) {
    return new Confidence(weights, Float.NaN, Float.NaN, 2).resolved(view);
  }

  @Test
  void of_groupsByBothSidesAndMergesAPairThatOccursTwice() {
    InteractionView view = view(5, 1, 3, 1);
    PairMatrix pairs = PairMatrix.of(view, confidence(view, Weights.VALUES));
    assertArrayEquals(new int[]{0, 1, 3}, pairs.users().starts());
    assertArrayEquals(new int[]{1, 0, 2}, pairs.users().columns());
    assertArrayEquals(new float[]{1, 1.5f, 3}, pairs.users().extras());
    assertArrayEquals(new int[]{0, 1, 2, 3}, pairs.items().starts());
    assertArrayEquals(new int[]{1, 0, 1}, pairs.items().columns());
    assertArrayEquals(new float[]{1.5f, 1, 3}, pairs.items().extras());
  }

  @Test
  void extra_ofEqualValuesOrEqualWeights_isAlpha() {
    assertEquals(2, confidence(view(4, 4, 4, 4), Weights.VALUES).extra(4));
    assertEquals(2, confidence(view(1, 2, 3, 4), Weights.EQUAL).extra(1));
  }

  @Test
  void extra_beyondTheRange_isCutOff() {
    Confidence confidence = new Confidence(Weights.VALUES, 2, 4, 2).resolved(view(1, 2, 3, 5));
    assertEquals(1, confidence.extra(1));
    assertEquals(1.5f, confidence.extra(3));
    assertEquals(2, confidence.extra(5));
  }

  @Test
  void resolved_badValues_areRefused() {
    PluginException infinite = assertThrows(
        PluginException.class,
        () -> confidence(view(1, 2, Float.POSITIVE_INFINITY, 3), Weights.EQUAL));
    assertEquals(
        "the value of interaction 2 is Infinity; values must be finite", infinite.getMessage());
    PluginException crossed = assertThrows(
        PluginException.class,
        () -> new Confidence(Weights.VALUES, 9, Float.NaN, 2).resolved(view(1, 2, 3, 4)));
    assertEquals(
        "value-low = 9.0 is above value-high = 4.0, as given or as the data has it",
        crossed.getMessage());
  }
}
