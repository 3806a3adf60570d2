package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InteractionIndexTest {

  private final World world = new World(12, 9, 4);
  private final InteractionView view = world.trained();
  private final Interactions all = view.all();
  private final InteractionIndex index = InteractionIndex.of(all);

  @Test
  void positions_anyRow_areThoseThatCount() {
    for (int user = 0; user < 12; user++) {
      int row = user;
      int[] expected = IntStream.of(view.positions()).filter(p -> all.user(p) == row).toArray();
      assertArrayEquals(expected, index.positions(Side.USER, user, view));
    }
    for (int item = 0; item < 9; item++) {
      int row = item;
      int[] expected = IntStream.of(view.positions()).filter(p -> all.item(p) == row).toArray();
      assertArrayEquals(expected, index.positions(Side.ITEM, item, view));
    }
  }

  @Test
  void touching_usersAndItems_listsEachInteractionOnce() {
    ParameterSelection rows = ParameterSelection
        .of(world.fit(view, 0, 0.1, 0).layout(), List.of(new int[]{1, 5, 7}, new int[]{0, 3}));
    int[] expected = IntStream.of(view.positions())
        .filter(p -> rows.position(0, all.user(p)) >= 0 || rows.position(1, all.item(p)) >= 0)
        .toArray();
    int[] touching = index.touching(rows, view);
    Arrays.sort(touching);
    assertArrayEquals(expected, touching);
  }

  @Test
  void over_otherColumns_indexesThem() {
    Interactions other = all.at(new int[]{3, 1});
    assertSame(index, index.over(all));
    InteractionIndex fresh = index.over(other);
    assertNotSame(index, fresh);
    assertEquals(1, fresh.positions(Side.USER, other.user(0), InteractionView.of(other)).length);
  }
}
