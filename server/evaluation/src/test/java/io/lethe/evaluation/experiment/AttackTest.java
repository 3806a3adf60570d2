package io.lethe.evaluation.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AttackTest {

  private static final Dataset DATA = Grid.data();
  private static final int HONEST_USERS = DATA.training().keys().userCount();
  private static final int ITEMS = DATA.training().keys().itemCount();
  /** Of 50 items a fifth is popular, and as many are drawn. */
  private static final int EACH = 1 + 2 * (ITEMS / 5);

  private final Attack attack = Attack.on(DATA, 5);
  private final Interactions poisoned = attack.data().training();

  @Test
  void on_anyData_addsFiftyUsersWhoLikeEverythingTheyHave() {
    assertEquals(HONEST_USERS + 50, poisoned.keys().userCount());
    assertArrayEquals(IntStream.range(HONEST_USERS, HONEST_USERS + 50).toArray(), attack.fakes());
    assertEquals(50 * EACH, attack.positions().length);
    for (int fake : attack.fakes()) {
      Set<Integer> items = Arrays.stream(attack.positions())
          .filter(position -> poisoned.user(position) == fake)
          .mapToObj(poisoned::item)
          .collect(Collectors.toSet());
      assertEquals(EACH, items.size());
      assertTrue(items.contains(attack.target()));
    }
    Arrays.stream(attack.positions()).forEach(k -> assertEquals(1, poisoned.value(k)));
    assertEquals(
        HONEST_USERS + 50,
        LongStream.range(0, HONEST_USERS + 50)
            .map(user -> poisoned.keys().user((int) user))
            .distinct()
            .count());
  }

  @Test
  void request_takesTheFakesAndNothingElse() {
    InteractionView left = InteractionView.of(poisoned).without(attack.request().positions());
    assertEquals(DATA.training().size(), left.size());
    int[] positions = left.positions();
    for (int k = 0; k < positions.length; k++) {
      assertEquals(DATA.training().user(k), poisoned.user(positions[k]));
      assertEquals(DATA.training().item(k), poisoned.item(positions[k]));
      assertEquals(DATA.training().value(k), poisoned.value(positions[k]));
    }
  }

  @Test
  void target_isAsObscureAsTheDataAllow() {
    long honest = IntStream.range(0, DATA.training().size())
        .filter(k -> DATA.training().item(k) == attack.target())
        .count();
    assertTrue(honest >= 5 && honest <= 20, "the target has " + honest);
    assertEquals(attack.target(), Attack.on(DATA, 5).target());
  }
}
