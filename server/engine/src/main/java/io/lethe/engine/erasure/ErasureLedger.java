package io.lethe.engine.erasure;

import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionLedger;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.subject.Tombstones;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The durable truth about erasures. Transactions, durability, threads and failures as in {@link
 * VersionLedger}: one transaction per method, synced when it returns, all or nothing when it throws.
 *
 * <p>{@link Erasure} alone knows which state follows which. A ledger reads an erasure, calls its
 * transition, writes the value that comes back, and returns that value. A transition that refuses
 * leaves the ledger unchanged. An unknown erasure is {@code ERASURE_NOT_FOUND}.
 *
 * <p>Targets are personal data. They are kept while {@link ErasureState#keepsTarget}, and then
 * gone from every file of the ledger, free pages and journals included, as far as the ledger can
 * reach; only tombstones stay. Targets of failed erasures stay, to keep them contained.
 */
public interface ErasureLedger extends VersionLedger, ReceiptLedger {

  /**
   * Accepts a submission, once per request id (over all models): {@link Erasure#accepted} at the
   * next position of its model, with target and tombstones remembered, in one transaction. This is
   * the acknowledgement's sync: about one fsync.
   *
   * <p>A submission that retries a failed erasure changes that one with it, {@link
   * Erasure#retriedBy}, and takes its target over; if it is retried already, the answer is {@link
   * Acceptance.Repeated} with the erasure that does so.
   *
   * @throws io.lethe.engine.LetheException as {@link Erasure#retriedBy}
   */
  Acceptance accept(ErasureSubmission submission);

  /**
   * Lets a held erasure go on at the next position of its model.
   *
   * @throws io.lethe.engine.LetheException as {@link Erasure#approved}
   */
  Erasure approve(ErasureId id, String approver);

  /**
   * Changes erasures, all or none. If every step is {@link ErasureStep.Plain#syncedLater}, so is
   * the transaction. The members of a model in state {@code SOLVING} must always be those of one
   * batch, which is solved again after a crash as it was.
   *
   * @return the erasures now, in the order of their steps
   * @throws io.lethe.engine.LetheException as {@link Erasure#after}
   */
  List<Erasure> change(List<? extends ErasureStep.Plain> steps);

  /** Changes one erasure. */
  default Erasure change(ErasureStep.Plain step) {
    return change(List.of(step)).getFirst();
  }

  /** An erasure by its name. */
  Optional<Erasure> find(ErasureId id);

  /** An erasure by its caller's request id. */
  Optional<Erasure> findByRequest(UUID requestId);

  /**
   * Erasures, the latest accepted first.
   *
   * @param cursor {@link ErasurePage#FIRST} or a page's {@code next}
   * @param max most erasures in the page, at least 1
   */
  ErasurePage list(ErasureFilter filter, long cursor, int max);

  /**
   * Every erasure of a model that is neither {@code COMPLETED} nor {@code CANCELLED}, by position;
   * held ones come first. Failed ones are among them until another erasure takes them up.
   */
  List<OpenErasure> open(ModelName model);

  /** Models of which {@link #open} has any, held ones included, ascending. */
  List<ModelName> erasing();

  /**
   * The commit point of erasures: adds a version and makes it active as {@link #commitVersion}
   * does, and makes the erasures {@code LIVE}, all or nothing.
   *
   * @return the erasures now, in the order of their steps
   */
  List<Erasure> commitErasures(
      VersionRecord next, long expectedActive, List<ErasureStep.Live> erasures);

  /**
   * Makes erasures {@code LIVE} that the active version reflects already, or, without a version,
   * that nothing was learned from.
   *
   * @param expectedActive as in {@link #commitVersion}
   * @return the erasures now, in the order of their steps
   * @throws io.lethe.engine.LetheException of kind {@code CONCURRENT_CHANGE} if another version is
   *     active
   */
  List<Erasure> commitWithoutVersion(
      ModelName model, long expectedActive, List<ErasureStep.Live> erasures);

  /**
   * What a principal asked for, by model and minute; retries of failed erasures do not count.
   *
   * @param since first minute since the epoch that counts
   */
  List<Spending> spending(String requester, long since);

  /**
   * Remembers for ever what was erased from a model elsewhere: by an installation with the same secret
   * whose ledger is lost. Repeating it does nothing.
   *
   * @param digests tombstones, 64 lower-case hexadecimal digits each
   */
  void suppress(ModelName model, Set<String> digests);

  /**
   * Lets what happens from now on count again of what was erased before; what counts already keeps its
   * time. A later erasure or {@link #suppress} of it ends that.
   *
   * @param digests tombstones, 64 lower-case hexadecimal digits each
   * @return how many of them were erased and count again by this call
   * @throws LetheException of kind {@code CONCURRENT_CHANGE} if an erasure names one of them and is
   *     neither completed nor taken back; {@code STORAGE_FULL}, {@code STORAGE_FAILED}
   */
  int readmit(ModelName model, List<String> digests, Tombstones.Readmission from);

  /** Models that something was ever erased from, ascending. */
  List<ModelName> suppressed();

  /**
   * What was ever erased from a model, here or by {@link #suppress}, and the last position, read at one
   * moment. What is held is not among it: nobody has decided yet that it goes.
   */
  Tombstones tombstones(ModelName model);

  /**
   * What a principal's requests of one minute asked of a model; cancelled ones count too.
   *
   * @param minute since the epoch, by the wall clock
   * @param erasures accepted
   * @param interactions that they named
   * @param unchecked interactions of those that no second person had to approve
   * @param ofModel most interactions that the model had at one of them
   */
  record Spending(
      ModelName model, long minute, long erasures, long interactions, long unchecked,
      long ofModel) {}
}
