package io.lethe.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.items.FeatureRequest;
import io.lethe.spi.items.ItemFeatures;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Item 0 has both features, item 1 none, item 2 the second one. */
class ItemFeaturesTest {

  private final ItemFeatures features = new ItemFeatures(
      List.of("category:tea", "attr:price"), new int[]{0, 2, 2, 3}, new int[]{0, 1, 1},
      new float[]{1, -0.5f, 2});

  private static double[] dense(ItemFeatures features, int item) {
    double[] row = new double[features.count()];
    features.addTo(item, row, 0);
    return row;
  }

  @Test
  void rows_denseAndSparse_areTheSame() {
    assertArrayEquals(new int[]{0, 1}, features.of(0));
    assertArrayEquals(new float[]{1, -0.5f}, features.valuesOf(0));
    assertArrayEquals(new double[]{1, -0.5}, dense(features, 0));
    assertArrayEquals(new double[]{0, 0}, dense(features, 1));
    assertArrayEquals(new double[]{0, 2}, dense(features, 2));
    assertEquals(2, features.described());
  }

  @Test
  void item_beyondTheTable_hasNothing() {
    assertArrayEquals(new int[0], features.of(3));
    assertArrayEquals(new float[0], features.valuesOf(3));
    assertArrayEquals(new double[]{0, 0}, dense(features, 3));
  }

  @Test
  void without_anItem_losesItsRowAndTheNameThatItAloneHad() {
    ItemFeatures left = features.without(new int[]{0});
    assertEquals(List.of("", "attr:price"), left.names());
    assertArrayEquals(new int[0], left.of(0));
    assertArrayEquals(new double[]{0, 2}, dense(left, 2));
    assertEquals(3, left.rows());
    assertEquals(left, left.without(new int[]{0, 1, 9}), "it is gone once");
    assertSame(features, features.without(new int[0]));
  }

  @Test
  void at_someItems_areThoseRowsUnderTheSameColumns() {
    ItemFeatures some = features.at(new int[]{2, 7, 0});
    assertEquals(3, some.rows());
    assertArrayEquals(new double[]{0, 2}, dense(some, 0));
    assertArrayEquals(new double[]{0, 0}, dense(some, 1));
    assertArrayEquals(new double[]{1, -0.5}, dense(some, 2));
    assertEquals(features.names(), some.names());
  }

  @Test
  void interactions_whateverIsMadeOfThem_keepTheFeatures() {
    EntityKeys keys = new EntityKeys(new long[]{1}, new long[]{1, 2, 3});
    Interactions all = new Interactions(keys, new int[]{0, 0}, new int[]{0, 2}, new float[2])
        .withItemFeatures(features);
    Interactions more = new Interactions(
        keys.followedBy(new long[0], new long[]{4}), new int[]{0}, new int[]{3}, new float[1]);
    assertEquals(features, all.at(new int[]{1}).itemFeatures());
    assertEquals(features, all.withValues(new float[]{3, 4}).itemFeatures());
    assertEquals(features, all.followedBy(more).itemFeatures());
    assertEquals(ItemFeatures.NONE, more.itemFeatures());
  }

  @Test
  void interactions_featuresOfMoreItemsThanThereAre_areRefused() {
    Interactions one = new Interactions(
        new EntityKeys(new long[]{1}, new long[]{1}), new int[]{0}, new int[]{0}, new float[1]);
    IllegalArgumentException refused = assertThrows(
        IllegalArgumentException.class, () -> one.withItemFeatures(features));
    assertTrue(String.valueOf(refused.getMessage()).contains("3 items where there are 1"));
  }

  @Test
  void table_thatDoesNotFit_isRefused() {
    List<String> names = List.of("a", "b");
    float[] two = {1, 1};
    assertRefused(names, new int[]{0, 1}, new int[]{0, 1}, two);
    assertRefused(names, new int[]{0, 2}, new int[]{1, 0}, two);
    assertRefused(names, new int[]{0, 2}, new int[]{0, 2}, two);
    assertRefused(names, new int[]{0, 2}, new int[]{0, 1}, new float[]{1, Float.NaN});
    assertRefused(names, new int[]{0, 2, 1, 2}, new int[]{0, 1}, two);
    assertRefused(List.of("a", "a"), new int[]{0, 2}, new int[]{0, 1}, two);
  }

  private static void assertRefused(
      List<String> names, int[] starts, int[] columns, float[] values) {
    assertThrows(
        IllegalArgumentException.class, () -> new ItemFeatures(names, starts, columns, values));
  }

  @Test
  void request_fromAnOption_namesWhatIsWrongWithIt() {
    assertTrue(FeatureRequest.of("all", 5).wants("attr:price"));
    FeatureRequest some = FeatureRequest.of("categories, attr:price", 5);
    assertTrue(some.wants("categories") && some.wants("attr:price") && !some.wants("attr:brand"));
    for (String wrong : List.of("", "genres", "attr:", "attr:2", "categories,categories")) {
      IllegalArgumentException refused = assertThrows(
          IllegalArgumentException.class, () -> FeatureRequest.of(wrong, 5));
      assertTrue(String.valueOf(refused.getMessage()).contains("features of "));
    }
    IllegalArgumentException many = assertThrows(
        IllegalArgumentException.class, () -> FeatureRequest.of("all", FeatureRequest.MOST + 1));
    assertTrue(String.valueOf(many.getMessage()).contains("4097"));
  }
}
