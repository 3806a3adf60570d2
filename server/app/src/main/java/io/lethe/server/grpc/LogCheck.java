package io.lethe.server.grpc;

import io.lethe.engine.transparency.LogCheckpoint;
import io.lethe.engine.transparency.MalformedNoteException;
import io.lethe.engine.transparency.MerkleProofs;
import io.lethe.engine.transparency.NoteKey;
import io.lethe.engine.transparency.SignedNote;
import io.lethe.engine.transparency.TreeHash;
import java.util.List;

/** Checks checkpoints of a receipt log against each other, without a server. */
public final class LogCheck {

  private LogCheck() {}

  /** How a check ended. */
  public enum Verdict {
    /** The newer log begins with the older one. */
    CONSISTENT,
    /** One server signed two logs that contradict each other: keep both as evidence. */
    INCONSISTENT,
    /** One of them is not signed by the key, or they are of two logs. */
    NOT_SIGNED,
    /** One of them is no checkpoint. */
    UNREADABLE
  }

  /**
   * Leaves of a checkpoint, whoever signed it.
   *
   * @return -1 if it is none
   */
  public static long size(String note) {
    try {
      return LogCheckpoint.parse(SignedNote.parse(note)).head().size();
    } catch (MalformedNoteException malformed) {
      return -1;
    }
  }

  /** Whether a key signed a checkpoint under the name that is in it. */
  public static boolean isSigned(String note, byte[] rawKey) {
    try {
      SignedNote signed = SignedNote.parse(note);
      return new NoteKey(LogCheckpoint.parse(signed).origin(), rawKey).signed(signed);
    } catch (MalformedNoteException malformed) {
      return false;
    }
  }

  /** Whether a proof leads from one checkpoint to another, both signed by a key. */
  public static Verdict consistent(String older, String newer, List<byte[]> path, byte[] rawKey) {
    try {
      LogCheckpoint before = LogCheckpoint.parse(SignedNote.parse(older));
      LogCheckpoint after = LogCheckpoint.parse(SignedNote.parse(newer));
      if (!before.origin().equals(after.origin()) || !isSigned(older, rawKey)
          || !isSigned(newer, rawKey)) {
        return Verdict.NOT_SIGNED;
      }
      if (path.stream().anyMatch(hash -> hash.length != TreeHash.BYTES)) {
        return Verdict.UNREADABLE;
      }
      List<TreeHash> hashes = path.stream().map(TreeHash::of).toList();
      return MerkleProofs.extend(before.head(), after.head(), hashes)
          ? Verdict.CONSISTENT
          : Verdict.INCONSISTENT;
    } catch (MalformedNoteException malformed) {
      return Verdict.UNREADABLE;
    }
  }
}
