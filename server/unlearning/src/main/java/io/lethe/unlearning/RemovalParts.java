package io.lethe.unlearning;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Removal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts one removal into several that follow each other. */
final class RemovalParts {

  private RemovalParts() {}

  /**
   * The parts in order, the last one's retained set being the whole removal's. Interactions are
   * dealt out in turn, so that each row loses its terms evenly.
   */
  static List<Removal> of(Removal removal, int parts) {
    if (parts <= 1) {
      return List.of(removal);
    }
    int[] positions = forgotten(removal);
    List<Removal> cut = new ArrayList<>();
    InteractionView trained = removal.trained();
    for (int part = 0; part < parts; part++) {
      Removal next = Removal.of(trained, dealt(positions, part, parts));
      cut.add(next);
      trained = next.retained();
    }
    return cut;
  }

  /** Positions that the retained view leaves out and the trained view does not. O(left out). */
  private static int[] forgotten(Removal removal) {
    InteractionView trained = removal.trained();
    return Arrays.stream(removal.retained().leftOut()).filter(trained::contains).toArray();
  }

  private static int[] dealt(int[] positions, int part, int parts) {
    int count = (positions.length - part + parts - 1) / parts;
    int[] some = new int[count];
    for (int k = 0; k < count; k++) {
      some[k] = positions[part + k * parts];
    }
    return some;
  }
}
