package io.lethe.evaluation.strategy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.Removal;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class ImportanceTest {

  private static final EntityKeys KEYS = new EntityKeys(new long[4], new long[4]);

  /** A chain u0 - i0 - u1 - i1 - u2 - i2, and apart from it u3 - i3; all positive but the last. */
  private static final Interactions CHAIN = new Interactions(
      KEYS, new int[]{0, 1, 1, 2, 2, 3}, new int[]{0, 0, 1, 1, 2, 3},
      new float[]{1, 1, 1, 1, 1, 0});

  @Test
  void select_noHop_isWhatTheForgottenTouch() {
    Rows rows = select(0, 0);
    assertRows(rows, new int[]{0}, new int[]{0});
  }

  @Test
  void select_oneHop_addsNeighbours() {
    Rows rows = select(1, 0);
    assertRows(rows, new int[]{0, 1}, new int[]{0});
  }

  /** Weights after no hop: u0 1/2, i0 1/3. After one: u0 5/12, u1 1/9, i0 5/18. */
  @Test
  void select_pruned_leavesOutTheLightest() {
    assertRows(select(1, 0.4), new int[]{0}, new int[]{0});
    assertRows(select(1, 0.6), new int[]{0}, new int[0]);
  }

  @Test
  void changed_graph_isTheRetainedInteractionsOfRowsThatLosePositives() {
    InteractionView changed = Graphs
        .changed(Removal.of(InteractionView.of(CHAIN), new int[]{2, 5}), 0.5f);
    assertArrayEquals(new int[]{1, 3}, changed.positions());
    assertEquals(
        0, Graphs.changed(Removal.of(InteractionView.of(CHAIN), new int[]{5}), 0.5f).size());
  }

  private static Rows select(int hops, double pruned) {
    return Importance.select(InteractionView.of(CHAIN), CHAIN.at(new int[]{0}), hops, pruned);
  }

  private static void assertRows(Rows rows, int[] users, int[] items) {
    assertEquals(set(users), rows.users());
    assertEquals(set(items), rows.items());
  }

  private static BitSet set(int[] members) {
    BitSet set = new BitSet();
    for (int member : members) {
      set.set(member);
    }
    return set;
  }
}
