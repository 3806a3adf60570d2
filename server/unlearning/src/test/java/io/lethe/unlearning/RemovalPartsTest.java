package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.lethe.spi.Removal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemovalPartsTest {

  private final World world = new World(20, 20, 1);
  private final int[] positions = Arrays.copyOf(world.trained().positions(), 10);
  private final Removal removal = Removal.of(world.trained(), positions);

  @Test
  void of_onePart_isTheRemovalItself() {
    assertSame(removal, RemovalParts.of(removal, 1).getFirst());
  }

  @Test
  void of_threeParts_followEachOtherToTheSameEnd() {
    List<Removal> parts = RemovalParts.of(removal, 3);
    assertEquals(List.of(4, 3, 3), parts.stream().map(part -> part.forget().size()).toList());
    assertSame(removal.trained(), parts.getFirst().trained());
    assertSame(parts.get(0).retained(), parts.get(1).trained());
    assertSame(parts.get(1).retained(), parts.get(2).trained());
    assertArrayEquals(removal.retained().leftOut(), parts.getLast().retained().leftOut());
  }

  @Test
  void of_moreStepsAfterEarlierRemovals_cutsOnlyWhatGoesNow() {
    int[] later = Arrays.copyOfRange(world.trained().positions(), 10, 14);
    Removal next = Removal.of(removal.retained(), later);
    List<Removal> parts = RemovalParts.of(next, 2);
    assertEquals(List.of(2, 2), parts.stream().map(part -> part.forget().size()).toList());
  }
}
