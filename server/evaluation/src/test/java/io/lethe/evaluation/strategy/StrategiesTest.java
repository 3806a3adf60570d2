package io.lethe.evaluation.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.unlearning.Effort;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class StrategiesTest {

  private final Strategies strategies = Settings.strategies();

  @Test
  void names_all_canBeMadeAndAreDescribed() {
    for (String name : strategies.names()) {
      assertEquals(name, strategies.named(name).name());
      assertFalse(strategies.description(name).isBlank());
    }
    for (Effort effort : Effort.values()) {
      assertTrue(strategies.names().contains("lethe-" + effort.name().toLowerCase(Locale.ROOT)));
    }
  }

  @Test
  void named_withOptions_takesThemAndKeepsTheWholeName() {
    String name = "ifru-published:if-lr=300,hops=1,pruned=0.4";
    AdamInfluence made = (AdamInfluence) strategies.named(name);
    assertEquals(name, made.name());
    assertEquals(new AdamOptions(300, 1, 0.4), made.options());
  }

  @Test
  void named_withoutStepSize_movesFirstByASixtieth() {
    AdamOptions options = ((AdamInfluence) strategies.named("ifru-published")).options();
    assertEquals(1000, options.stepSizeFor(60_000));
    assertEquals(new InfluenceSystem.Neighbourhood(0, 0), options.neighbourhood(false));
    assertEquals(new InfluenceSystem.Neighbourhood(1, 0.4), options.neighbourhood(true));
  }

  @Test
  void named_wrong_saysWhatThereIs() {
    assertRefused("no strategy 'sisal'; there are nothing, row-drop", "sisal");
    assertRefused("strategy sisa has no option shard; it has epochs, shards", "sisa:shard=3");
    assertRefused("strategy sisa: option shards = 0 is outside 1.0..1000.0", "sisa:shards=0");
    assertRefused("strategy sisa: option shards = 2.5 is not a whole number", "sisa:shards=2.5");
    assertRefused("strategy scif: option if-lr = x is not a number", "scif:if-lr=x");
    assertRefused("strategy retrain has no option a; it has none", "retrain:a=1");
    assertRefused("option 'x' is not name=value", "scif:x");
  }

  @Test
  void named_withAShareForSharedBlocks_takesIt() {
    assertEquals("lethe-refined:shared=0", strategies.named("lethe-refined:shared=0").name());
    assertRefused("option shared = 3 is outside 0.0..2.0", "lethe-refined:shared=3");
  }

  private void assertRefused(String message, String name) {
    IllegalArgumentException refusal = assertThrows(
        IllegalArgumentException.class, () -> strategies.named(name));
    assertTrue(String.valueOf(refusal.getMessage()).contains(message), refusal.getMessage());
  }
}
