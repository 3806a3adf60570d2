package io.lethe.client;

import com.google.protobuf.ByteString;
import io.lethe.v1.ReceiptStatement;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** Signs receipts as a server does, with a key of its own. */
final class Signer {

  static final String LOG = "example.org/log";
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

  /** As before there was a log. */
  Receipt receipt(String name, ByteString statement) {
    return new Receipt(
        name, statement, sign(statement), ByteString.copyFrom(publicKey()),
        ReceiptVerifier.keyId(publicKey()), ByteString.EMPTY, "", "");
  }

  /** Under a commitment key, and the second leaf of a log of three. */
  Receipt logged(ReceiptStatement unfinished, ByteString commitmentKey) {
    ReceiptStatement statement = unfinished.toBuilder()
        .setCommitmentKeyDigest(ReceiptVerifier.keyId(commitmentKey.toByteArray()))
        .build();
    ByteString first = hash(0, ByteString.copyFromUtf8("first"));
    ByteString second = hash(0, statement.toByteString());
    ByteString third = hash(0, ByteString.copyFromUtf8("third"));
    ByteString root = hash(1, hash(1, first.concat(second)).concat(third));
    String proof = "c2sp.org/tlog-proof@v1\nindex 1\n" + base64(first) + "\n" + base64(third)
        + "\n\n" + checkpoint(3, root);
    return new Receipt(
        statement.getErasure() + "/receipt", statement.toByteString(),
        sign(statement.toByteString()), ByteString.copyFrom(publicKey()),
        ReceiptVerifier.keyId(publicKey()), commitmentKey, LOG, proof);
  }

  /** A signed checkpoint of the log. */
  String checkpoint(long size, ByteString root) {
    String text = LOG + "\n" + size + "\n" + base64(root) + "\n";
    return text + "\n\u2014 " + LOG + " "
        + base64(noteKeyId().concat(sign(ByteString.copyFromUtf8(text)))) + "\n";
  }

  private ByteString noteKeyId() {
    ByteString named = ByteString.copyFromUtf8(LOG + "\n\u0001")
        .concat(ByteString.copyFrom(publicKey()));
    return ByteString.copyFrom(sha256(named.toByteArray())).substring(0, Integer.BYTES);
  }

  static ByteString hash(int kind, ByteString data) {
    return ByteString
        .copyFrom(sha256(ByteString.copyFrom(new byte[]{(byte) kind}).concat(data).toByteArray()));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(ByteString bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
