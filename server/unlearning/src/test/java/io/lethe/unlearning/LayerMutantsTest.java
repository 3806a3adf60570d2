package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.checks.Measure;
import io.lethe.checks.ModelCheck;
import io.lethe.checks.Promise;
import io.lethe.unlearning.LayerMutant.Change;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the check of a model sees of a product that is wrong in layers which may move. */
class LayerMutantsTest {

  private static final Set<Promise> OF_PRODUCTS = EnumSet.of(Promise.CURVATURE, Promise.SYMMETRY);

  private static List<Measure> broken(Change change, boolean opens) {
    World world = new World(40, 30, 4);
    WeightedModel sound = WeightedModel.random(40, 30, World.WIDTH, 0.7f, opens);
    return ModelCheck
        .broken(ModelCheck.measures(new LayerMutant(sound, change), world.trained(), 3))
        .stream()
        .filter(measure -> OF_PRODUCTS.contains(measure.promise()))
        .toList();
  }

  @Test
  void measures_soundProduct_keepsItsPromises() {
    assertEquals(List.of(), broken(Change.NONE, true));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void measures_wrongInLayers_isBroken(Change change) {
    List<Measure> broken = broken(change, true);
    assertFalse(broken.isEmpty());
    assertTrue(
        broken.stream().noneMatch(measure -> Set.of("user", "item").contains(measure.block())),
        broken + "");
  }

  @ParameterizedTest
  @EnumSource
  void measures_layersThatNeverMove_arePassedOver(Change change) {
    assertEquals(List.of(), broken(change, false));
  }
}
