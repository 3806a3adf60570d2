package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StateBytesTest {

  private final World world = new World(60, 40, 1);
  private final InfluenceUnlearner unlearner = new InfluenceUnlearner(
      UnlearningConfig.defaults(), Kernels.scalar(), System::nanoTime);
  private final BilinearModel original = world.fit(world.trained(), 0.7f, 0.02, 100);
  private final UnlearningState state = unlearner
      .prepare(original, world.trained(), world.heldOut(), 3);

  @Test
  void restore_restored_forgetsWithTheSameBits() {
    UnlearningState restored = restored(state.toBytes());
    assertEquals(state.damping(), restored.damping());
    assertArrayEquals(state.toBytes(), restored.toBytes());
    UnlearningOutcome.Updated here = unlearned(state);
    UnlearningOutcome.Updated there = unlearned(restored);
    assertArrayEquals(parameters(here), parameters(there));
    assertArrayEquals(here.state().toBytes(), there.state().toBytes());
  }

  @Test
  void restore_columnsRewrittenWithoutWhatWent_forgetsWithTheSameBits() {
    UnlearningOutcome.Updated first = unlearned(state);
    InteractionView retained = world.trained()
        .without(Arrays.copyOf(world.trained().positions(), 20));
    int[] kept = retained.positions();
    InteractionView rewritten = InteractionView.of(retained.all().at(kept));
    UnlearningState restored = unlearner.restore(first.state().toBytes(), first.model(), rewritten);
    Removal here = Removal.of(retained, Arrays.copyOf(kept, 10));
    Removal there = Removal.of(rewritten, IntStream.range(0, 10).toArray());
    assertArrayEquals(
        parameters(unlearned(first, first.state(), here)),
        parameters(unlearned(first, restored, there)));
  }

  @Test
  void restore_afterUnlearning_keepsTheLedger() {
    UnlearningState after = unlearned(state).state();
    UnlearningState restored = restored(after.toBytes());
    assertEquals(1, restored.ledger().requests());
    assertEquals(after.ledger(), restored.ledger());
  }

  @Test
  void restore_olderFormat_refusedByItsNumber() {
    byte[] bytes = state.toBytes();
    bytes[Integer.BYTES + 3] = 1;
    IllegalArgumentException refused = assertThrows(
        IllegalArgumentException.class, () -> restored(bytes));
    assertTrue(refused.toString().contains("format 1"), refused.toString());
  }

  @Test
  void restore_cutOrPadded_refused() {
    byte[] bytes = state.toBytes();
    for (int length = 0; length < bytes.length; length += 97) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(IllegalArgumentException.class, () -> restored(cut));
    }
    byte[] padded = Arrays.copyOf(bytes, bytes.length + 1);
    assertThrows(IllegalArgumentException.class, () -> restored(padded));
  }

  @Test
  void restore_otherLayout_refused() {
    BilinearModel other = new World(61, 40, 1).fit(world.trained(), 0.7f, 0.02, 0);
    byte[] bytes = state.toBytes();
    assertThrows(
        IllegalArgumentException.class, () -> unlearner.restore(bytes, other, world.trained()));
  }

  private UnlearningState restored(byte[] bytes) {
    return unlearner.restore(bytes, original, world.trained());
  }

  private UnlearningOutcome.Updated unlearned(UnlearningState from) {
    Removal removal = Removal.of(world.trained(), Arrays.copyOf(world.trained().positions(), 20));
    return assertInstanceOf(
        UnlearningOutcome.Updated.class, unlearner.unlearn(
            new UnlearningTask(original, from, removal, ErasedEntities.none(), Effort.FAST)));
  }

  private UnlearningOutcome.Updated unlearned(
      UnlearningOutcome.Updated version, UnlearningState from, Removal removal) {
    return assertInstanceOf(
        UnlearningOutcome.Updated.class,
        unlearner.unlearn(
            new UnlearningTask(
                version.model(), from, removal, ErasedEntities.none(), Effort.FAST)));
  }

  private static float[] parameters(UnlearningOutcome.Updated updated) {
    ParameterSelection all = ParameterSelection.all(updated.model().layout());
    float[] parameters = new float[all.length()];
    updated.model().parameters(all, parameters);
    return parameters;
  }
}
