package io.lethe.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import io.lethe.spi.items.FeatureRequest;
import io.lethe.spi.items.ItemFeatures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What entries of a catalogue become for a training. */
class CatalogFeaturesTest {

  private static final ModelName SHOP = new ModelName("shop");
  private static final List<String> IDS = List.of("green", "black", "mug", "unlisted", "spoon");

  private final Catalogs catalogs = CatalogFixtures.catalogs();

  private void list() {
    catalogs.update(
        SHOP,
        List.of(
            item("green", List.of("tea", "tea"), 3, "Acme", true),
            item("black", List.of("tea", "rare"), 5, "Acme", false),
            item("mug", List.of("ware"), 7, "Other", true),
            item("spoon", List.of("ware"), 1e300, "Acme", true)));
  }

  private static CatalogItem item(
      String id, List<String> categories, double price, String brand, boolean vegan) {
    return new CatalogItem(
        id, categories,
        Map.of(
            "price", new AttributeValue.Decimal(price), "brand", new AttributeValue.Text(brand),
            "vegan", new AttributeValue.Flag(vegan)),
        true, null);
  }

  private ItemFeatures features(String sources, int most) {
    return catalogs.features(SHOP, FeatureRequest.of(sources, most), IDS);
  }

  @Test
  void features_ofAll_areThoseOfTwoItemsAtLeast_byName() {
    list();
    ItemFeatures all = features("all", 100);
    assertEquals(
        List.of(
            "attr:brand=Acme", "attr:price", "attr:vegan=true", "category:tea", "category:ware"),
        all.names());
    assertArrayEquals(new int[]{0, 1, 2, 3}, all.of(0));
    assertArrayEquals(new int[0], all.of(3), "no entry, no features");
    assertEquals(4, all.described());
    assertEquals(1, all.valuesOf(0)[0]);
  }

  @Test
  void features_most_areThoseOfTheMostItems() {
    list();
    assertEquals(List.of("attr:brand=Acme", "attr:price"), features("all", 2).names());
  }

  @Test
  void features_ofSomeSources_areNoOthers() {
    list();
    assertEquals(
        List.of("attr:vegan=true", "category:tea", "category:ware"),
        features("categories,attr:vegan", 100).names());
  }

  @Test
  void numbers_areDeviationsFromTheMean() {
    catalogs.update(
        SHOP,
        List.of(
            item("green", List.of(), 3, "a", true), item("black", List.of(), 5, "b", true),
            item("mug", List.of(), 7, "c", true)));
    ItemFeatures price = features("attr:price", 100);
    double deviation = Math.sqrt(8.0 / 3);
    assertEquals(-2 / deviation, price.valuesOf(0)[0], 1e-6);
    assertEquals(0, price.valuesOf(1)[0]);
    assertEquals(2 / deviation, price.valuesOf(2)[0], 1e-6);
    assertArrayEquals(new int[0], price.of(4));
  }

  @Test
  void numbers_thatAreOutOfAllMeasure_stayFinite() {
    list();
    ItemFeatures price = features("attr:price", 100);
    for (int item = 0; item < IDS.size(); item++) {
      for (float value : price.valuesOf(item)) {
        assertTrue(Math.abs(value) <= 3, () -> "value " + value);
      }
    }
  }

  @Test
  void numbers_allEqual_areOne() {
    catalogs.update(
        SHOP,
        List.of(item("green", List.of(), 2, "a", true), item("mug", List.of(), 2, "b", true)));
    assertEquals(1, features("attr:price", 100).valuesOf(0)[0]);
  }

  @Test
  void features_ofAnEmptyCatalogue_areNone() {
    assertEquals(ItemFeatures.NONE, features("all", 100));
    catalogs.requireSources(SHOP, FeatureRequest.of("attr:price", 100));
  }

  @Test
  void sources_thatNoEntryHas_areRefusedWithWhatThereIs() {
    list();
    catalogs.requireSources(SHOP, FeatureRequest.of("categories,attr:price", 100));
    LetheException refused = assertThrows(
        LetheException.class,
        () -> catalogs.requireSources(SHOP, FeatureRequest.of("attr:prise", 100)));
    assertEquals(ErrorKind.OPTION_INVALID, refused.kind());
    String text = String.valueOf(refused.getMessage());
    assertTrue(text.contains("attr:prise") && text.contains("attr:price"), text);
  }
}
