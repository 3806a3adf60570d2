package io.lethe.engine.erasure.policy;

import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.SubjectDigests;
import io.lethe.engine.subject.Tombstones;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** Lets those who were erased come back: what they do from then on counts, and nothing earlier. */
public final class SubjectReadmission {

  private final ErasureLedger ledger;
  private final Function<ModelName, Tombstones> erased;
  private final InteractionIntake intake;
  private final SubjectDigests digests;
  private final InstantSource clock;

  /**
   * The way back.
   *
   * @param erased what was erased from a model; throws {@code RECEIPT_LOG_INCONSISTENT} if that is not known
   *     for sure
   */
  public SubjectReadmission(
      ErasureLedger ledger, Function<ModelName, Tombstones> erased, InteractionIntake intake,
      SubjectDigests digests, InstantSource clock) {
    this.ledger = ledger;
    this.erased = erased;
    this.intake = intake;
    this.digests = digests;
    this.clock = clock;
  }

  /**
   * Readmits; durable when it returns. Repeating it does nothing. O(target) where nothing is suppressed,
   * else O(everything erased).
   *
   * @return how many users, items or interactions of the target were erased and count again by this
   *     call
   * @throws io.lethe.engine.LetheException of kind {@code RECEIPT_LOG_INCONSISTENT}; else as {@link
   *     ErasureLedger#readmit}
   */
  public int readmit(ModelName model, ErasureTarget target) {
    List<String> named = digests.tombstones(model, target);
    if (named.stream().noneMatch(erased.apply(model)::suppresses)) {
      return 0;
    }
    return intake.atEnd(
        model,
        end -> ledger.readmit(model, named, new Tombstones.Readmission(end, clock.instant())));
  }
}
