package io.lethe.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What arms a failpoint and what does not; that it halts is seen from outside a process. */
class ArmedFailpointTest {

  private static Failpoints of(String... namesAndValues) {
    Properties properties = new Properties();
    for (int k = 0; k < namesAndValues.length; k += 2) {
      properties.setProperty(namesAndValues[k], namesAndValues[k + 1]);
    }
    return ArmedFailpoint.of(properties);
  }

  private static String refusal(String... namesAndValues) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> of(namesAndValues)).getMessage());
  }

  @Test
  void of_nothingSet_nothingIsArmed() {
    assertTrue(!(of() instanceof ArmedFailpoint));
    assertTrue(!(of(ArmedFailpoint.SWITCH, "true") instanceof ArmedFailpoint));
  }

  @Test
  void of_pointWithoutSwitch_refused() {
    assertTrue(refusal(ArmedFailpoint.POINT, "solved").contains("lethe.test=true"));
    assertTrue(
        refusal(ArmedFailpoint.POINT, "solved", ArmedFailpoint.SWITCH, "no").contains("tests"));
  }

  @Test
  void of_unknownPoint_refusedByName() {
    assertEquals(
        "there is no failpoint solve",
        refusal(ArmedFailpoint.POINT, "solve:2", ArmedFailpoint.SWITCH, "true"));
  }

  @ParameterizedTest
  @EnumSource(Failpoint.class)
  void of_everyLabel_armed(Failpoint point) {
    Failpoints armed = of(
        ArmedFailpoint.POINT, point.label() + ":2", ArmedFailpoint.SWITCH, "true");
    assertInstanceOf(ArmedFailpoint.class, armed);
    // The first pass of two goes on: this test would not end otherwise.
    armed.hit(point);
  }
}
