package io.lethe.client;

import com.google.protobuf.ByteString;
import java.security.PublicKey;
import java.util.List;

/**
 * Checks a receipt log's checkpoints against each other, without a server: each must be signed by
 * one trusted key, and the newer log must begin with the older one. Immutable, thread-safe.
 */
public final class LogVerifier {

  private final byte[] raw;
  private final PublicKey key;

  private LogVerifier(byte[] raw, PublicKey key) {
    this.raw = raw;
    this.key = key;
  }

  /** What the check of two checkpoints found. */
  public enum Verdict {
    /** The newer log begins with the older one. */
    CONSISTENT,
    /** The proof does not lead from one to the other; keep both checkpoints as evidence. */
    INCONSISTENT,
    /** The key did not sign both as checkpoints of one log. */
    NOT_SIGNED
  }

  /**
   * Trusts one key.
   *
   * @param publicKey raw Ed25519 public key, 32 bytes; copied
   * @throws IllegalArgumentException if it is not a key
   */
  public static LogVerifier trusting(byte[] publicKey) {
    byte[] raw = publicKey.clone();
    return new LogVerifier(raw, ReceiptVerifier.decode(ByteString.copyFrom(raw)));
  }

  /**
   * Checks two checkpoints.
   *
   * @param path the server's proof, from {@link LetheClient#consistencyProof}
   */
  public Verdict verify(LogCheckpoint older, LogCheckpoint newer, List<ByteString> path) {
    LogKey log = new LogKey(older.origin(), raw, key);
    if (!older.isSignedBy(log) || !newer.isSignedBy(log)) {
      return Verdict.NOT_SIGNED;
    }
    return MerklePath.extend(older, newer, path) ? Verdict.CONSISTENT : Verdict.INCONSISTENT;
  }
}
