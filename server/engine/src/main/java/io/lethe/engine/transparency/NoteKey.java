package io.lethe.engine.transparency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** An Ed25519 key by the name under which it signs notes (c2sp.org/signed-note). Immutable. */
public final class NoteKey {

  /** Bytes of a raw public key. */
  public static final int KEY_BYTES = 32;

  private static final int NAME_BYTES_MAX = 255;
  private static final byte ED25519 = 1;
  /** What RFC 8410 puts before a raw key in X.509 form. */
  private static final String X509_PREFIX = "302a300506032b6570032100";

  private final String name;
  private final int id;
  private final byte[] rawKey;

  /**
   * A key.
   *
   * @param name 1 to 255 bytes of UTF-8 without spaces, control characters and plus signs
   * @param rawKey 32 bytes as RFC 8032 encodes them; copied
   */
  public NoteKey(String name, byte[] rawKey) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "a key's name must have 1 to %d bytes, and no space or plus sign"
              .formatted(NAME_BYTES_MAX));
    }
    if (rawKey.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "a key of %d bytes; %d are right".formatted(rawKey.length, KEY_BYTES));
    }
    this.name = name;
    this.rawKey = rawKey.clone();
    this.id = id(name, rawKey);
  }

  /** Whether a key may be named so. */
  public static boolean isName(String name) {
    return !name.isEmpty() && name.getBytes(StandardCharsets.UTF_8).length <= NAME_BYTES_MAX
        && name.codePoints()
            .noneMatch(
                c -> Character.isWhitespace(c) || Character.isSpaceChar(c)
                    || Character.isISOControl(c) || c == '+');
  }

  private static int id(String name, byte[] rawKey) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
      digest.update(ED25519);
      digest.update(rawKey);
      return ByteBuffer.wrap(digest.digest()).getInt();
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this JDK has no SHA-256", missing);
    }
  }

  /** The same key by another name. */
  public NoteKey named(String other) {
    return new NoteKey(other, rawKey);
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** The first four bytes of SHA-256(name, newline, 1, key); a hint, not a fingerprint. */
  public int id() {
    return id;
  }

  /** Whether this key signed a note. Signatures by others do not matter. */
  public boolean signed(SignedNote note) {
    boolean found = false;
    for (SignedNote.Line line : note.signatures()) {
      if (line.name().equals(name) && line.keyId() == id) {
        if (!verifies(note.text().getBytes(StandardCharsets.UTF_8), line.signature())) {
          return false;
        }
        found = true;
      }
    }
    return found;
  }

  /** Whether a signature over these bytes is this key's. */
  public boolean verifies(byte[] signed, byte[] signature) {
    try {
      byte[] prefix = HexFormat.of().parseHex(X509_PREFIX);
      byte[] encoded = Arrays.copyOf(prefix, prefix.length + KEY_BYTES);
      System.arraycopy(rawKey, 0, encoded, prefix.length, KEY_BYTES);
      PublicKey key = KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(encoded));
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(signed);
      return verifier.verify(signature);
    } catch (SignatureException malformed) {
      // A signature of a wrong length is as good as a wrong one.
      return false;
    } catch (GeneralSecurityException malformed) {
      // 32 bytes that are no point of the curve signed nothing.
      return false;
    }
  }
}
