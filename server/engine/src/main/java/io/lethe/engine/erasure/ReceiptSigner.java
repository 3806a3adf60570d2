package io.lethe.engine.erasure;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;

/** Signs statements with the installation's Ed25519 key. Thread-safe. */
public final class ReceiptSigner {

  private static final int KEY_BYTES = 32;

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
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(privateKey);
      signature.update(bytes);
      return new Receipt(bytes, signature.sign(), publicKey.clone());
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
