package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import java.util.List;
import org.junit.jupiter.api.Test;

class TermCountsTest {

  private final World world = new World(3000, 20, 1);
  private final BilinearModel model = world.fit(world.trained(), 0, 0.01, 0);
  private final TermCounts counts = TermCounts.of(model.on(world.trained()), model.layout());

  @Test
  void of_severalPages_countsEveryRow() {
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] expected = new float[TermCounts.rowCount(all)];
    model.on(world.trained()).termCounts(all, expected);
    assertArrayEquals(expected, counts.select(all));
  }

  @Test
  void minus_rowsOnSeveralPages_changesThemAlone() {
    ParameterSelection some = ParameterSelection
        .of(model.layout(), List.of(new int[]{1, 1500, 2999}, new int[]{7}));
    float[] before = counts.select(some);
    TermCounts after = counts.minus(some, new float[]{1, 2, 1e6f, 3});
    assertArrayEquals(
        new float[]{before[0] - 1, before[1] - 2, 0, before[3] - 3}, after.select(some));
    assertArrayEquals(before, counts.select(some));
    assertEquals(counts.get(0, 1501), after.get(0, 1501));
  }

  @Test
  void over_layoutWithSharedRows_countsBySide() {
    ParameterLayout other = new ParameterLayout(
        List.of(
            new ParameterBlock("dense", Side.SHARED, 2, 3, 0),
            new ParameterBlock("item", Side.ITEM, 20, 8, 0),
            new ParameterBlock("user", Side.USER, 3000, 8, 0)));
    TermCounts over = counts.over(model.layout(), other);
    assertEquals(0, over.get(0, 1));
    assertEquals(counts.get(1, 7), over.get(1, 7));
    assertEquals(counts.get(0, 2999), over.get(2, 2999));
  }
}
