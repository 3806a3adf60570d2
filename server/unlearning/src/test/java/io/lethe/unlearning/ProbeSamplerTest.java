package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.InteractionView;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbeSamplerTest {

  private final World world = new World(200, 100, 1);
  private final InteractionView trained = world.trained();
  private final ProbeSampler sampler = new ProbeSampler(9);

  @Test
  void draw_fewOfMany_givesThatManyDistinctPositionsOfTheView() {
    int[] drawn = sampler.draw(trained, 100);
    assertEquals(100, Arrays.stream(drawn).distinct().count());
    assertTrue(Arrays.stream(drawn).allMatch(trained::contains));
    assertArrayEquals(Arrays.stream(drawn).sorted().toArray(), drawn);
  }

  @Test
  void draw_moreThanThereAre_givesAll() {
    assertArrayEquals(trained.positions(), sampler.draw(trained, trained.size() + 5));
  }

  @Test
  void draw_withoutSomeInteractions_keepsTheOthersDrawn() {
    int[] drawn = sampler.draw(trained, 100);
    InteractionView fewer = trained.without(Arrays.copyOf(drawn, 10));
    int[] again = sampler.draw(fewer, 100);
    long common = IntStream.of(drawn).filter(p -> Arrays.binarySearch(again, p) >= 0).count();
    assertEquals(90, common);
  }

  @Test
  void draw_otherSeed_drawsOthers() {
    int[] others = new ProbeSampler(10).draw(trained, 100);
    int[] drawn = sampler.draw(trained, 100);
    long common = IntStream.of(drawn).filter(p -> Arrays.binarySearch(others, p) >= 0).count();
    assertTrue(common < 20, common + " of 100 in common");
  }
}
