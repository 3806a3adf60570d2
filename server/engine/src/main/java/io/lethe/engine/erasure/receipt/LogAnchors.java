package io.lethe.engine.erasure.receipt;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.transparency.LogCheckpoint;
import io.lethe.engine.transparency.MalformedNoteException;
import io.lethe.engine.transparency.MerkleTree;
import io.lethe.engine.transparency.NoteKey;
import io.lethe.engine.transparency.SignedNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the anchors remember of a log. Confined to its lock. */
final class LogAnchors {

  private static final Logger LOG = LoggerFactory.getLogger(LogAnchors.class);

  private final NoteKey key;
  private final List<LogAnchor> anchors;

  LogAnchors(NoteKey key, List<LogAnchor> anchors) {
    this.key = key;
    this.anchors = anchors;
  }

  /**
   * Holds a tree against every anchor. One of them must vouch for a tree that has leaves; those that
   * remember nothing are then told by the next {@link #write}.
   *
   * @param committedOrigin the name under which the ledger's last leaf was appended
   * @throws LetheException of kind {@code RECEIPT_LOG_INCONSISTENT}
   */
  void check(MerkleTree tree, String committedOrigin) {
    boolean renamed = !committedOrigin.isEmpty() && !committedOrigin.equals(key.name());
    List<String> silent = new ArrayList<>();
    for (LogAnchor anchor : anchors) {
      Optional<String> note = anchor.read();
      if (note.isEmpty() || !vouches(anchor, note.get(), tree, renamed ? committedOrigin : "")) {
        silent.add(anchor.name());
      }
    }
    if (renamed) {
      LOG.warn("the receipt log {} ends; {} begins with its leaves", committedOrigin, key.name());
    } else if (!anchors.isEmpty() && silent.size() == anchors.size() && tree.size() > 0) {
      throw contradiction(
          "there are leaves, and no trace of a checkpoint in " + String.join(" and ", silent),
          tree.size(), 0);
    } else if (!silent.isEmpty() && tree.size() > 0) {
      LOG.warn("no checkpoint was in {}; it is written anew", String.join(" and ", silent));
    }
  }

  /** False for the checkpoint of the log before this one. */
  private boolean vouches(LogAnchor anchor, String text, MerkleTree tree, String formerOrigin) {
    LogCheckpoint remembered;
    try {
      SignedNote note = SignedNote.parse(text);
      remembered = LogCheckpoint.parse(note);
      if (remembered.origin().equals(formerOrigin)) {
        requireOurs(anchor, note, tree, formerOrigin);
        return false;
      }
      if (!remembered.origin().equals(key.name()) || !key.signed(note)) {
        throw contradiction(
            "%s holds a checkpoint that is not this log's".formatted(anchor.name()), tree.size(),
            remembered.head().size());
      }
    } catch (MalformedNoteException damaged) {
      throw contradiction(
          "%s holds %s".formatted(anchor.name(), damaged.getMessage()), tree.size(), 0);
    }
    long size = remembered.head().size();
    if (size > tree.size() || !tree.head((int) size).equals(remembered.head())) {
      throw contradiction(
          "%s holds a checkpoint of %d leaves that the log does not begin with; it has %d"
              .formatted(anchor.name(), size, tree.size()),
          tree.size(), size);
    }
    return true;
  }

  /** A log may get another name. Other keys know nobody who was erased: no tombstone is found by them. */
  private void requireOurs(
      LogAnchor anchor, SignedNote note, MerkleTree tree, String formerOrigin) {
    if (!key.named(formerOrigin).signed(note)) {
      throw contradiction(
          "%s was signed by other keys than those in the data folder: bring back the file keys that"
              .formatted(anchor.name()) + " belongs to this ledger",
          tree.size(), tree.size());
    }
  }

  /** Remembers everywhere, before anybody sees it. */
  void write(SignedNote note) {
    String text = note.encoded();
    anchors.forEach(anchor -> anchor.write(text));
  }

  static LetheException contradiction(String what, long size, long signedSize) {
    return new LetheException(
        ErrorKind.RECEIPT_LOG_INCONSISTENT, what,
        Map.of("size", String.valueOf(size), "signed_size", String.valueOf(signedSize)));
  }
}
