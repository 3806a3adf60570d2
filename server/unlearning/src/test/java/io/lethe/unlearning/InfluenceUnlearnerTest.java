package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.Removal;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InfluenceUnlearnerTest {

  private final World world = new World(60, 40, 1);
  private final InfluenceUnlearner unlearner = new InfluenceUnlearner(
      UnlearningConfig.defaults(), System::nanoTime);

  @Test
  void unlearn_someInteractions_comesCloserToRetraining() {
    BilinearModel original = world.fit(world.trained(), 0.7f, 0.02, 300);
    UnlearningState state = unlearner.prepare(original, world.trained(), world.heldOut(), 3);
    Removal removal = Removal.of(world.trained(), IntStream.range(0, 20).toArray());
    UnlearningOutcome outcome = unlearner
        .unlearn(new UnlearningTask(original, state, removal, ErasedEntities.none(), Effort.FAST));
    UnlearningOutcome.Updated updated = assertInstanceOf(UnlearningOutcome.Updated.class, outcome);
    BilinearModel retrained = world.fit(removal.retained(), 0.7f, 0.02, 300);
    double before = distance(original, retrained, removal.forget());
    double after = distance((BilinearModel) updated.model(), retrained, removal.forget());
    assertTrue(after < 0.7 * before, after + " against " + before);
    assertEquals(20, updated.report().extent().interactions());
  }

  @Test
  void unlearn_wholeUser_dropsTheRow() {
    BilinearModel original = world.fit(world.trained(), 0.7f, 0.02, 300);
    UnlearningState state = unlearner.prepare(original, world.trained(), world.heldOut(), 3);
    InteractionView trained = world.trained();
    int[] ofUser = IntStream.of(trained.positions())
        .filter(p -> trained.all().user(p) == 5)
        .toArray();
    UnlearningOutcome outcome = unlearner.unlearn(
        new UnlearningTask(
            original, state, Removal.of(trained, ofUser), ErasedEntities.user(5), Effort.FAST));
    UnlearningOutcome.Updated updated = assertInstanceOf(UnlearningOutcome.Updated.class, outcome);
    assertEquals(0, ((BilinearModel) updated.model()).logit(5, 0));
    assertEquals(1, updated.report().extent().rowsDropped());
  }

  private static double distance(BilinearModel a, BilinearModel b, Interactions pairs) {
    double squares = 0;
    for (int p = 0; p < pairs.size(); p++) {
      double difference = BilinearModel.sigmoid(a.logit(pairs.user(p), pairs.item(p)))
          - BilinearModel.sigmoid(b.logit(pairs.user(p), pairs.item(p)));
      squares += difference * difference;
    }
    return Math.sqrt(squares / pairs.size());
  }
}
