package io.lethe.plugins.ease;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.InteractionView;
import org.junit.jupiter.api.Test;

class ItemNumbersTest {

  private static final InteractionView VIEW = Dense.view(
      3, 4,
      new double[][]{{0, 0, 1}, {0, 1, 2}, {0, 3, 3}, {1, 3, 4}, {1, 1, 5}, {2, 2, 1}, {2, 3, 5}});

  @Test
  void mostFrequent_fewerThanAll_inTheirOrder() {
    ItemNumbers two = ItemNumbers.mostFrequent(VIEW, 2);
    assertArrayEquals(new int[]{ItemNumbers.OUT, 0, ItemNumbers.OUT, 1}, two.numbers());
    assertEquals(2, two.count());
    assertArrayEquals(
        new int[]{0, 1, ItemNumbers.OUT, 2}, ItemNumbers.mostFrequent(VIEW, 3).numbers(),
        "of two items with one interaction the first takes part");
  }

  @Test
  void mostFrequent_roomForAll_all() {
    assertArrayEquals(ItemNumbers.all(4).numbers(), ItemNumbers.mostFrequent(VIEW, 4).numbers());
  }

  @Test
  void histories_ofSomeItems_theirInteractionsAlone() {
    Histories some = Histories.of(VIEW, new WeightRule(1, 5), ItemNumbers.mostFrequent(VIEW, 2));
    assertEquals(2, some.itemCount());
    assertEquals(3, some.users());
    assertEquals(5, some.size());
    assertEquals(2, some.count(0));
    assertEquals(3, some.count(1));
    assertTrue(some.of(2).sameAs(new History(new int[]{1}, new float[]{1}, 0, 1)));
  }
}
