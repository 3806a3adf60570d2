package io.lethe.kernels.nd4j.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AutodiffModelTest {

  private static final int[] NONE = {};

  private final Trial.Model product = Trial.model(Passes.product(3));
  private final Trial.Model perceptron = Trial.model(Passes.perceptron(3, 4));

  private float expected(int user, int item) {
    float[] left = new float[3];
    float[] right = new float[3];
    product.parameters().users().copyRow(user, left, 0);
    product.parameters().items().copyRow(item, right, 0);
    return left[0] * right[0] + left[1] * right[1] + left[2] * right[2];
  }

  @Test
  void score_withoutAFasterWay_isTheNetworks() {
    int[] items = {2, 0, 3, 0};
    float[] scores = new float[4];
    product.score(4, items, scores);
    for (int k = 0; k < items.length; k++) {
      assertEquals(expected(4, items[k]), scores[k], 1e-6);
    }
    float[] one = new float[1];
    int[] beyond = {Trial.ITEMS};
    assertThrows(IndexOutOfBoundsException.class, () -> product.score(0, beyond, one));
    assertThrows(IndexOutOfBoundsException.class, () -> product.score(-1, new int[]{0}, one));
  }

  @Test
  void topItems_someExcluded_bestOfTheRest() {
    int[] items = new int[5];
    float[] scores = new float[5];
    int filled = product.topItems(1, new int[]{1}, items, scores);
    assertEquals(Trial.ITEMS - 1, filled);
    for (int k = 0; k < filled; k++) {
      assertTrue(items[k] != 1);
      assertEquals(expected(1, items[k]), scores[k], 1e-6);
      assertTrue(k == 0 || scores[k - 1] >= scores[k]);
    }
  }

  @Test
  void affectedRows_someForgotten_theirUsersAndItemsAndEveryLayer() {
    InteractionView view = Trial.interactions(Trial.PAIRS);
    Removal removal = Removal.of(view, new int[]{2});
    ParameterSelection rows = perceptron.affectedRows(removal);
    assertArrayEquals(new int[]{view.all().user(2)}, rows.rows(0));
    assertArrayEquals(new int[]{view.all().item(2)}, rows.rows(1));
    assertArrayEquals(new int[]{0, 1, 2}, rows.rows(2));
    assertArrayEquals(new int[]{0, 1, 2, 3}, rows.rows(5));
    assertEquals(0, perceptron.affectedRows(Removal.of(view, NONE)).length());
  }

  @Test
  void withDelta_oneLayer_sharesTheTables() {
    ParameterSelection bias = ParameterSelection
        .of(perceptron.layout(), List.of(NONE, NONE, NONE, NONE, new int[]{0}, NONE));
    ParameterSelection none = ParameterSelection
        .of(perceptron.layout(), List.of(NONE, NONE, NONE, NONE, NONE, NONE));
    AutodiffModel next = perceptron
        .withDelta(new ParameterDelta(bias, new float[]{1, 2, 3, 4}, none));
    float[] before = new float[4];
    float[] after = new float[4];
    perceptron.parameters(bias, before);
    next.parameters(bias, after);
    for (int k = 0; k < 4; k++) {
      assertEquals(before[k] + k + 1, after[k], 1e-6);
    }
    assertSame(perceptron.parameters().users().page(0), next.parameters().users().page(0));
  }

  @Test
  void model_parametersOfAnotherShape_refused() {
    NetworkParameters fit = perceptron.parameters();
    NetworkParameters narrow = new NetworkParameters(
        EmbeddingTable.zeros(5, 2), fit.items(), fit.layers());
    assertThrows(
        IllegalArgumentException.class, () -> new Trial.Model(perceptron.network(), narrow));
    List<EmbeddingTable> turned = List.of(
        fit.layers().get(0), fit.layers().get(1), EmbeddingTable.zeros(4, 1), fit.layers().get(3));
    NetworkParameters wrong = new NetworkParameters(fit.users(), fit.items(), turned);
    IllegalArgumentException refused = assertThrows(
        IllegalArgumentException.class, () -> new Trial.Model(perceptron.network(), wrong));
    assertTrue(String.valueOf(refused.getMessage()).contains("bias"));
  }
}
