package io.lethe.engine.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventWeightsTest {

  private static final EventWeights SHOP = EventWeights
      .parse("view=1,cart = 3, purchase=5.5,bot=0");

  @Test
  void weigh_valueTimesWeight_orOneWhereNoneIsTold() {
    assertEquals(2, SHOP.weigh("view", 2));
    assertEquals(-6, SHOP.weigh("cart", -2));
    assertEquals(11, SHOP.weigh("purchase", 2));
    assertEquals(2, SHOP.weigh("", 2));
    assertEquals(2, EventWeights.NONE.weigh("cart", 2));
    assertTrue(SHOP.leavesOut("bot"));
    assertFalse(SHOP.leavesOut("view"));
    assertFalse(SHOP.leavesOut(""));
    assertFalse(EventWeights.NONE.leavesOut("bot"));
  }

  @Test
  void knows_thoseWithAWeight_allWhereNoneIsTold() {
    assertTrue(SHOP.knows("cart"));
    assertTrue(SHOP.knows(""));
    assertFalse(SHOP.knows("Cart"));
    assertTrue(EventWeights.NONE.knows("anything"));
    assertEquals("bot, cart, purchase, view", SHOP.known());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
          "view                | has \"view\" where an event type and its weight are needed: view=1",
          "view=1,             | has \"\" where an event type and its weight are needed: view=1",
          "view=much           | gives view the weight \"much\", which is no number",
          "view=1,view=2       | gives view twice",
          "view=-0.5           | has the weight -0.5; 0 to 1000000 is allowed",
          "view=1000001        | has the weight 1000001.0; 0 to 1000000 is allowed",
          "view=NaN            | has the weight NaN; 0 to 1000000 is allowed"})
  void parse_whatIsNone_isRefusedByName(String text, String why) {
    LetheException refused = assertThrows(
        LetheException.class, () -> EventWeights.parse(text.strip()));
    assertEquals(ErrorKind.ARGUMENT_INVALID, refused.kind());
    assertEquals("event_weights " + why, refused.getMessage());
    assertEquals(Map.of("field", "event_weights"), refused.metadata());
  }

  @Test
  void parse_nameThatIsNone_isRefusedWithoutIt() {
    LetheException refused = assertThrows(
        LetheException.class, () -> EventWeights.parse("add to cart=3"));
    assertEquals(
        "a key of event_weights is no event type; 1 to 64 characters of A-Z, a-z, 0-9, _ . : / and"
            + " -, beginning with a letter or digit, are allowed",
        refused.getMessage());
  }

  @Test
  void of_100EventTypes_noMore() {
    Map<String, Float> many = new HashMap<>();
    IntStream.range(0, 100).forEach(k -> many.put("e" + k, 1F));
    assertEquals(100, new EventWeights(many).byType().size());
    many.put("one-more", 1F);
    LetheException refused = assertThrows(LetheException.class, () -> new EventWeights(many));
    assertEquals("event_weights has 101 event types; 0 to 100 are allowed", refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"view", "4", "add_to.cart", "GA4:purchase", "a/b-c", "x"})
  void isName_plainCharacters(String name) {
    assertTrue(EventTypes.isName(name));
    assertTrue(EventTypes.isName(name + "y".repeat(64 - name.length())));
    assertFalse(EventTypes.isName(name + "y".repeat(65 - name.length())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "add to cart", "-view", "_view", "view=1", "a,b", "caf\u00e9", "a\n"})
  void isName_anythingElse_isNone(String text) {
    assertFalse(EventTypes.isName(text));
  }
}
