package io.lethe.plugins.ease;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrequentItemsTest {

  private static final InteractionView VIEW = Dense.view(
      3, 4,
      new double[][]{{0, 0, 1}, {0, 1, 2}, {0, 3, 3}, {1, 3, 4}, {1, 1, 5}, {2, 2, 1}, {2, 3, 5}});

  private static int[] column(int size, IntUnaryOperator of) {
    return IntStream.range(0, size).map(of).toArray();
  }

  @Test
  void in_fewerThanAll_theirInteractionsWithNewNumbers() {
    Interactions two = FrequentItems.of(VIEW, 2).in(VIEW).all();
    assertEquals(2, two.keys().itemCount());
    assertEquals(VIEW.all().keys().item(1), two.keys().item(0));
    assertEquals(VIEW.all().keys().item(3), two.keys().item(1));
    assertArrayEquals(new int[]{0, 0, 1, 1, 2}, column(two.size(), two::user));
    assertArrayEquals(new int[]{0, 1, 1, 0, 1}, column(two.size(), two::item));
    assertEquals(4, two.value(2));
  }

  @Test
  void in_equallyFrequent_theFirstTakesPart() {
    Interactions three = FrequentItems.of(VIEW, 3).in(VIEW).all();
    assertEquals(VIEW.all().keys().item(0), three.keys().item(0));
    assertEquals(6, three.size());
  }

  @Test
  void in_roomForAll_everythingAsItIs() {
    Interactions all = FrequentItems.of(VIEW, 9).in(VIEW.without(new int[]{2})).all();
    assertEquals(4, all.keys().itemCount());
    assertArrayEquals(new int[]{0, 1, 3, 1, 2, 3}, column(all.size(), all::item));
  }
}
