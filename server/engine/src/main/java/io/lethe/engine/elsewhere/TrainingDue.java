package io.lethe.engine.elsewhere;

import io.lethe.engine.model.ModelName;

/**
 * That a model whose vectors are trained elsewhere is to be trained again there.
 *
 * @param erasuresLeftOut what the new vectors' training must leave out: all erasures of the model up to
 *     this position; as of when this was told
 */
public record TrainingDue(ModelName model, Reason reason, long erasuresLeftOut) {

  /** Why it is due. */
  public enum Reason {
    /** Erasures together have left undone what they may. */
    RESIDUAL_BUDGET,
    /** Too many interactions are new to the model. */
    NEW_ROWS,
    /** The last training is long ago, or a time of the calendar came, and something happened since. */
    SCHEDULE,
    /** An erasure failed that only a training can carry out; what it names stays contained. */
    ERASURE_FAILED
  }
}
