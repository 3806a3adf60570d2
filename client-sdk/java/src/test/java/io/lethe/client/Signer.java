package io.lethe.client;

import com.google.protobuf.ByteString;
import io.lethe.v1.ReceiptStatement;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;

/** Signs receipts as a server does, with a key of its own. */
final class Signer {

  private static final int X509_PREFIX_BYTES = 12;

  private final KeyPair keys;

  Signer() {
    try {
      keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] publicKey() {
    byte[] encoded = keys.getPublic().getEncoded();
    return Arrays.copyOfRange(encoded, X509_PREFIX_BYTES, encoded.length);
  }

  ByteString sign(ByteString statement) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(keys.getPrivate());
      signature.update(statement.toByteArray());
      return ByteString.copyFrom(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Receipt receipt(ReceiptStatement statement) {
    return receipt(statement.getErasure() + "/receipt", statement.toByteString());
  }

  Receipt receipt(String name, ByteString statement) {
    return new Receipt(
        name, statement, sign(statement), ByteString.copyFrom(publicKey()),
        ReceiptVerifier.keyId(publicKey()));
  }
}
