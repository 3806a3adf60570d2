package io.lethe.evaluation.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.unlearning.BilinearModel;
import org.junit.jupiter.api.Test;

class ListsTest {

  private static final int ITEMS = 20;

  @Test
  void overlap_tenBestShiftedByThree_isSevenTenths() {
    TopLists lists = new TopLists(trained(), new int[]{0, 1}, liking(0));
    assertEquals(1, lists.overlap(liking(0)), 1e-12);
    // Nobody is recommended item 0 again: the lists are 1 to 10 and 3 to 12.
    assertEquals(0.8, lists.overlap(liking(3)), 1e-12);
  }

  @Test
  void worst_oneUserMoved_isThatUsersDifference() {
    double[][] none = new double[100][1];
    double[][] one = new double[100][1];
    one[42][0] = Math.log(3);
    double[][] items = new double[ITEMS][1];
    items[7][0] = 1;
    int[] users = java.util.stream.IntStream.range(0, 100).toArray();
    UserMovement movement = new UserMovement(
        users, new int[]{7, 8}, new BilinearModel(0, none, items));
    // sigmoid(log 3) is .75: a quarter away on one item of two, for one user of a hundred.
    assertEquals(0.125, movement.worst(new BilinearModel(0, one, items)), 1e-6);
  }

  /** Both users like items best from {@code first} on, and those before it least. */
  private static BilinearModel liking(int first) {
    double[][] items = new double[ITEMS][1];
    for (int item = 0; item < ITEMS; item++) {
      items[item][0] = -Math.floorMod(item - first, ITEMS);
    }
    return new BilinearModel(0, new double[][]{{1}, {1}}, items);
  }

  private static InteractionView trained() {
    EntityKeys keys = new EntityKeys(new long[2], new long[ITEMS]);
    return InteractionView
        .of(new Interactions(keys, new int[]{0, 1}, new int[]{0, 0}, new float[]{1, 1}));
  }
}
