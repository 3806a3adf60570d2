package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.Removal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Users 0, 1, 2 and items 0, 1, 2 with interactions 00, 01, 11, 12, 22; 00 goes. By hand: before the
 * first hop user 0 has 1/2 and item 0 has 1/1. After it user 0 has (1/2 + 1) / 2, item 0 has (1 +
 * 1/2) / 1 and item 1 has (1/2) / 2.
 */
class ImportancePruningTest {

  private final EntityKeys keys = new EntityKeys(new long[]{1, 2, 3}, new long[]{4, 5, 6});
  private final Interactions all = new Interactions(
      keys, new int[]{0, 0, 1, 1, 2}, new int[]{0, 1, 1, 2, 2}, new float[]{1, 0, 1, 0, 1});
  private final Removal removal = Removal.of(InteractionView.of(all), new int[]{0});
  private final InteractionIndex index = InteractionIndex.of(all);
  private final ImportancePruning pruning = new ImportancePruning(index, removal);
  private final BilinearModel model = new World(3, 3, 1).fit(removal.trained(), 0, 0.1, 0);
  private final AffectedRows rows = AffectedRows.of(
      model, TermCounts.of(model.on(removal.trained()), model.layout()), removal,
      ErasedEntities.none());

  @Test
  void weights_noHop_areTheSharesThatGo() {
    assertEquals(new ImportancePruning.Weights(Map.of(0, 0.5), Map.of(0, 1.0)), pruning.weights(0));
  }

  @Test
  void weights_oneHop_arePassedOnOverTheDegree() {
    assertEquals(
        new ImportancePruning.Weights(Map.of(0, 0.75), Map.of(0, 1.5, 1, 0.25)),
        pruning.weights(1));
  }

  @Test
  void weights_twoHops_reachTheNeighboursOfNeighbours() {
    ImportancePruning.Weights weights = pruning.weights(2);
    assertEquals(Map.of(0, (0.75 + 1.5 + 0.25) / 2, 1, 0.25 / 2), weights.users());
    assertEquals(Map.of(0, 1.5 + 0.75, 1, (0.25 + 0.75) / 2), weights.items());
  }

  @Test
  void choose_nothingPruned_isWhatMoves() {
    ImportancePruning.Choice choice = pruning.choose(rows, 0, 0);
    assertEquals(rows.moved(), choice.reached());
    assertEquals(rows.moved(), choice.kept());
  }

  @Test
  void choose_leastThirdPruned_keepsTheImportantRowsWithTermsLeft() {
    ImportancePruning.Choice choice = pruning.choose(rows, 1, 0.34);
    // Item 0 has lost its only interaction: it is dropped, however important.
    assertArrayEquals(new int[]{0}, choice.reached().rows(0));
    assertArrayEquals(new int[]{1}, choice.reached().rows(1));
    assertArrayEquals(new int[]{0}, choice.kept().rows(0));
    assertArrayEquals(new int[0], choice.kept().rows(1));
  }
}
