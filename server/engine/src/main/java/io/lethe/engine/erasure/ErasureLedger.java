package io.lethe.engine.erasure;

import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionLedger;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.subject.Tombstones;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The durable truth about erasures. Transactions, durability, threads and failures as in {@link
 * VersionLedger}: one transaction per method, synced when it returns, all or nothing when it throws.
 *
 * <p>States only move forward. A method that is told about an erasure in a state it cannot come from
 * throws {@link io.lethe.engine.LetheException} of kind {@code CONCURRENT_CHANGE} and changes
 * nothing: {@link #begin} takes {@code RECEIVED} or {@code SOLVING}; {@link #commitErasures}, {@link
 * #commitWithoutVersion} and {@link #fail} take {@code RECEIVED} or {@code SOLVING}; {@link #complete}
 * takes {@code LIVE}. {@link #approve} and {@link #cancel} say what they take. An unknown erasure is {@code ERASURE_NOT_FOUND}.
 *
 * <p>Targets are personal data. They are kept from {@link #accept} until {@link #complete}, and then
 * gone from every file of the ledger, free pages and journals included, as far as the ledger can
 * reach; only tombstones stay. Targets of failed erasures stay, to keep them contained.
 */
public interface ErasureLedger extends VersionLedger, ReceiptLedger {

  /**
   * Accepts a submission, once per request id (over all models): state {@code RECEIVED} with the next
   * position of its model, or {@code HELD} without one; target and tombstones remembered, in one
   * transaction. This is the acknowledgement's sync: about one fsync.
   */
  Acceptance accept(ErasureSubmission submission);

  /**
   * Lets a held erasure go on: it becomes {@code RECEIVED} and gets the next position of its model.
   * One that was approved before is returned as it is.
   *
   * @throws io.lethe.engine.LetheException of kind {@code APPROVER_IS_REQUESTER}, or {@code
   *     ERASURE_NOT_HELD} if it never was or is cancelled
   */
  Erasure approve(ErasureId id, String approver);

  /**
   * Takes back an erasure that is {@code HELD} or {@code RECEIVED}: it becomes {@code CANCELLED},
   * its target and tombstones are deleted as {@link #complete} deletes targets. Request id and
   * position stay taken. One that is cancelled already is returned as it is.
   *
   * @throws io.lethe.engine.LetheException of kind {@code ERASURE_NOT_CANCELLABLE} in other states
   */
  Erasure cancel(ErasureId id);

  /** An erasure by its name. */
  Optional<Erasure> find(ErasureId id);

  /** An erasure by its caller's request id. */
  Optional<Erasure> findByRequest(UUID requestId);

  /**
   * Erasures, the latest accepted first, over all models or of one.
   *
   * @param cursor {@link ErasurePage#FIRST} or a page's {@code next}
   * @param max most erasures in the page, at least 1
   */
  ErasurePage list(@Nullable ModelName model, long cursor, int max);

  /**
   * Every erasure of a model that is neither {@code COMPLETED} nor {@code CANCELLED}, failed ones
   * included, by position; held ones come first.
   */
  List<OpenErasure> open(ModelName model);

  /**
   * Marks a batch: all become {@code SOLVING} with this base version. The members of a model in state
   * {@code SOLVING} are always those of one batch, which is solved again after a crash as it was.
   *
   * @param attempt which attempt of these it is, from 1; remembered
   */
  void begin(List<ErasureId> batch, VersionId base, int attempt);

  /** The first attempt. */
  default void begin(List<ErasureId> batch, VersionId base) {
    begin(batch, base, 1);
  }

  /**
   * An attempt ended with the process in good health and without a result, because somebody wanted
   * that: it is remembered as not made.
   *
   * @param attempts before it
   */
  void forgetAttempt(List<ErasureId> batch, int attempts);

  /**
   * The commit point of erasures: adds a version and makes it active as {@link #commitVersion} does,
   * and marks the erasures {@code LIVE}, all or nothing.
   */
  void commitErasures(VersionRecord next, long expectedActive, List<LiveErasure> erasures);

  /**
   * Marks erasures {@code LIVE} that the active version reflects already.
   *
   * @throws io.lethe.engine.LetheException of kind {@code CONCURRENT_CHANGE} if another version is
   *     active
   */
  void commitWithoutVersion(VersionId active, List<LiveErasure> erasures);

  /** Marks erasures {@code FAILED}. */
  void fail(List<FailedErasure> erasures);

  /**
   * What a principal asked for, by model and minute.
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

  /** Models that something was ever erased from, ascending. */
  List<ModelName> suppressed();

  /**
   * What was ever erased from a model, here or by {@link #suppress}, and the last position, read at one
   * moment. What is held is not among it: nobody has decided yet that it goes.
   */
  Tombstones tombstones(ModelName model);
}
