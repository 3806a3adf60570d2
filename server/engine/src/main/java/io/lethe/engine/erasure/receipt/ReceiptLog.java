package io.lethe.engine.erasure.receipt;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ReceiptLedger;
import io.lethe.engine.transparency.LogCheckpoint;
import io.lethe.engine.transparency.LogProof;
import io.lethe.engine.transparency.MerkleTree;
import io.lethe.engine.transparency.NoteKey;
import io.lethe.engine.transparency.SignedNote;
import io.lethe.engine.transparency.TreeHash;
import io.lethe.engine.transparency.TreeHead;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transparency log of receipts. What it signs never contradicts what it signed before: leaves are
 * durable in the ledger first, then the signed checkpoint is durable in every anchor, and only then
 * does it leave the process; at the start the tree is made anew from the leaves and held against the
 * ledger's and every anchor's word. Where they contradict each other nothing is appended or signed.
 * Thread-safe; appending waits for the disk.
 */
public final class ReceiptLog {

  private static final Logger LOG = LoggerFactory.getLogger(ReceiptLog.class);
  private static final int LEAVES_PER_READ = 10_000;

  private final ReceiptLedger ledger;
  private final ReceiptSigner signer;
  private final NoteKey key;
  private final LogAnchors last;
  private MerkleTree tree = new MerkleTree();
  /** Whether the tree is the ledger's; not before the start, nor after a commit that failed. */
  private boolean read;
  private @Nullable SignedNote signed;
  private TreeHead signedHead = TreeHead.EMPTY;
  private @Nullable LetheException refusal;

  /** A log that is not open yet; touches nothing. */
  public ReceiptLog(ReceiptLedger ledger, ReceiptSigner signer, ReceiptLogConfig config) {
    this.ledger = ledger;
    this.signer = signer;
    this.key = signer.noteKey(config.name());
    this.last = new LogAnchors(key, config.anchors());
  }

  /**
   * Reads the leaves and holds them against the last checkpoint. A log that contradicts it is
   * refused, which is told by {@link #refusal} and the log; the server goes on.
   *
   * @throws LetheException of kind {@code STORAGE_FAILED} if something cannot be read
   */
  public synchronized void open() {
    try {
      catchUp();
      last.check(tree, ledger.receiptTree().map(LogCheckpoint::origin).orElse(""));
    } catch (LetheException contradicted) {
      refuse(contradicted);
    }
  }

  private void refuse(LetheException why) {
    if (why.kind() != ErrorKind.RECEIPT_LOG_INCONSISTENT) {
      throw why;
    }
    LOG.error(
        "the receipt log signs nothing and no erasure is completed: {}; bring back what is missing"
            + " (the ledger, receipt-checkpoint or the anchor file, from the newest copy there is), or"
            + " begin another log by another receipts.log-name",
        why.getMessage());
    refusal = why;
  }

  /** Why nothing is signed; empty while all is well. */
  public synchronized Optional<LetheException> refusal() {
    return Optional.ofNullable(refusal);
  }

  /**
   * Refuses what must not be done with a ledger that may have lost erasures: to serve from its models,
   * and to train.
   *
   * @throws LetheException of kind {@code RECEIPT_LOG_INCONSISTENT}
   */
  public void requireTrusted() {
    refusal().ifPresent(why -> {
      throw new LetheException(
          why.kind(),
          ("erasures may be missing from the ledger, for %s; the operator brings back what is missing,"
              + " or begins another log by another receipts.log-name").formatted(why.getMessage()),
          why.metadata(), why);
    });
  }

  /** The log's name. */
  public String origin() {
    return key.name();
  }

  /** Leaves in the log. */
  public synchronized long size() {
    return tree.size();
  }

  private void requireConsistent() {
    if (refusal != null) {
      throw new LetheException(
          refusal.kind(), String.valueOf(refusal.getMessage()), refusal.metadata(), refusal);
    }
    if (!read) {
      try {
        catchUp();
      } catch (LetheException failed) {
        refuse(failed);
        throw failed;
      }
    }
  }

  /** Makes the tree from the ledger's leaves; it must be the one the ledger was told. */
  private void catchUp() {
    MerkleTree fresh = new MerkleTree();
    List<TreeHash> leaves;
    do {
      leaves = ledger.receiptLeaves(fresh.size(), LEAVES_PER_READ);
      leaves.forEach(fresh::append);
    } while (leaves.size() == LEAVES_PER_READ);
    TreeHead told = ledger.receiptTree().map(LogCheckpoint::head).orElse(TreeHead.EMPTY);
    if (!fresh.head().equals(told)) {
      throw LogAnchors.contradiction(
          "the ledger's leaves do not make the tree that it was told", fresh.size(), told.size());
    }
    tree = fresh;
    read = true;
  }

  /**
   * Appends leaves with what they attest.
   *
   * @param statements the leaves' data
   * @param commit stores them durably with the tree it is given
   * @return what {@code commit} returns
   * @throws LetheException of kind {@code RECEIPT_LOG_INCONSISTENT}, or what {@code commit} throws
   */
  synchronized <T> T append(List<byte[]> statements, Function<LogCheckpoint, T> commit) {
    if (signed == null) {
      // No leaf before the first checkpoint, were it an empty log's: a log that has leaves and no
      // checkpoint anywhere is one whose anchors were taken away.
      publish();
    }
    requireConsistent();
    read = false;
    statements.forEach(statement -> tree.append(TreeHash.ofLeaf(statement)));
    T committed = commit.apply(new LogCheckpoint(key.name(), tree.head()));
    read = true;
    return committed;
  }

  /**
   * Signs the tree as it is, unless that was done.
   *
   * @throws LetheException of kind {@code RECEIPT_LOG_INCONSISTENT}, {@code STORAGE_FULL} or {@code
   *     STORAGE_FAILED}; then the checkpoint before stays the latest
   */
  public synchronized SignedNote publish() {
    requireConsistent();
    TreeHead head = tree.head();
    SignedNote latest = signed;
    if (latest != null && head.equals(signedHead)) {
      return latest;
    }
    SignedNote note = signer.sign(new LogCheckpoint(key.name(), head).text(), key);
    last.write(note);
    signed = note;
    signedHead = head;
    return note;
  }

  /**
   * The proof that a statement is in the log, in the latest tree.
   *
   * @param index of its leaf
   * @throws LetheException as {@link #publish}
   */
  synchronized LogProof prove(long index, byte[] statement) {
    SignedNote note = publish();
    int leaf = Math.toIntExact(index);
    if (leaf >= tree.size() || !tree.leaf(leaf).equals(TreeHash.ofLeaf(statement))) {
      throw LogAnchors.contradiction(
          "leaf %d is not the statement that the ledger has for it".formatted(index), tree.size(),
          signedHead.size());
    }
    return new LogProof(index, tree.inclusionProof(leaf, tree.size()), note);
  }

  /**
   * What shows that the log at one size begins with the log at another.
   *
   * @throws LetheException of kind {@code ARGUMENT_INVALID} or as {@link #publish}
   */
  public synchronized List<TreeHash> consistency(long older, long newer) {
    publish();
    if (older < 0 || older > newer || newer > signedHead.size()) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID, "sizes %d and %d; 0 <= old_size <= new_size <= %d are right"
              .formatted(older, newer, signedHead.size()),
          Map.of("field", "old_size"));
    }
    return tree.consistencyProof((int) older, (int) newer);
  }

  /**
   * Leaves within the latest checkpoint.
   *
   * @throws LetheException as {@link #publish}
   */
  public synchronized List<ReceiptLedger.Entry> entries(long from, int max) {
    publish();
    long size = signedHead.size();
    return from >= size ? List.of() : ledger.receiptEntries(from, (int) Math.min(max, size - from));
  }
}
