package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.Removal;

/**
 * One unlearning to do.
 *
 * @param model the version that shall forget
 * @param state that version's state
 * @param removal what it was trained on, what goes, what stays; a wholly erased user's or item's
 *     interactions are part of what goes
 * @param erased users and items that go as a whole
 * @param effort the work it may spend
 * @param onVerifying run when a candidate is there, before the gates judge it; quick
 */
public record UnlearningTask(
    DifferentiableModel model, UnlearningState state, Removal removal, ErasedEntities erased,
    Effort effort, Runnable onVerifying) {

  /** For nobody who wants to be told. */
  public UnlearningTask(
      DifferentiableModel model, UnlearningState state, Removal removal, ErasedEntities erased,
      Effort effort) {
    this(model, state, removal, erased, effort, () -> {});
  }

  public UnlearningTask {
    if (!state.layout().equals(FinalSpace.of(model).layout())) {
      throw new IllegalArgumentException("the state was prepared for a model of another layout");
    }
  }
}
