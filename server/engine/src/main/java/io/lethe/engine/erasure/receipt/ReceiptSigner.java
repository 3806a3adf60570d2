package io.lethe.engine.erasure.receipt;

import io.lethe.engine.erasure.Receipt;
import io.lethe.engine.transparency.NoteKey;
import io.lethe.engine.transparency.SignedNote;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import java.util.HexFormat;

/** Signs statements with the installation's Ed25519 key. Thread-safe. */
public final class ReceiptSigner {

  private static final int KEY_BYTES = 32;
  private static final int NAME_BYTES = 8;
  private static final String NAME_PREFIX = "lethe-receipts/";

  private final StatementEncoder encoder;
  private final PrivateKey privateKey;
  private final byte[] publicKey;

  public ReceiptSigner(InstallationKeys keys, StatementEncoder encoder) {
    this.encoder = encoder;
    this.privateKey = keys.signing().getPrivate();
    this.publicKey = raw((EdECPublicKey) keys.signing().getPublic());
  }

  /** The raw public key, 32 bytes; a copy. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** Encodes and signs. */
  public Receipt sign(ReceiptStatement statement) {
    byte[] bytes = encoder.encode(statement);
    return new Receipt(bytes, signature(bytes), publicKey.clone());
  }

  /**
   * Signs a text as a log.
   *
   * @param text of a checkpoint; no statement begins as one does, so the key can sign both
   */
  SignedNote sign(String text, NoteKey log) {
    return SignedNote.of(text, log, signature(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The key by the name of a log.
   *
   * @param name empty for one made from the key
   */
  NoteKey noteKey(String name) {
    return new NoteKey(name.isEmpty() ? NAME_PREFIX + fingerprint() : name, publicKey);
  }

  private String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(publicKey);
      return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this JDK has no SHA-256", missing);
    }
  }

  private byte[] signature(byte[] bytes) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(privateKey);
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("the installation's key cannot sign", impossible);
    }
  }

  /** RFC 8032, section 5.1.2: y little-endian, the sign of x in the highest bit. */
  private static byte[] raw(EdECPublicKey key) {
    byte[] bigEndian = key.getPoint().getY().toByteArray();
    byte[] raw = new byte[KEY_BYTES];
    for (int k = 0; k < Math.min(KEY_BYTES, bigEndian.length); k++) {
      raw[k] = bigEndian[bigEndian.length - 1 - k];
    }
    if (key.getPoint().isXOdd()) {
      raw[KEY_BYTES - 1] |= (byte) 0x80;
    }
    return Arrays.copyOf(raw, KEY_BYTES);
  }
}
