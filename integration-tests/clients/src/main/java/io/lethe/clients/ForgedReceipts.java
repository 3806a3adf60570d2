package io.lethe.clients;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lethe.client.ReceiptVerifier;
import io.lethe.v1.Receipt;
import io.lethe.v1.ReceiptStatement;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** Receipts that must not be believed, each with one defect; and some by a key of the suite's own. */
final class ForgedReceipts {

  private static final int X509_PREFIX_BYTES = 12;
  private static final int VERSION_OF_TOMORROW = 3;
  private static final KeyPair KEYS = keys();

  private ForgedReceipts() {}

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has Ed25519", impossible);
    }
  }

  /** The suite's own key, base64 of 32 bytes. */
  static String publicKey() {
    return Base64.getEncoder().encodeToString(rawKey());
  }

  private static byte[] rawKey() {
    byte[] encoded = KEYS.getPublic().getEncoded();
    return Arrays.copyOfRange(encoded, X509_PREFIX_BYTES, encoded.length);
  }

  /** A receipt with one thing changed, base64 as it came. */
  static String altered(String genuine, String how) {
    try {
      Receipt receipt = Receipt.parseFrom(Base64.getDecoder().decode(genuine));
      return Base64.getEncoder().encodeToString(altered(receipt, how).toByteArray());
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalArgumentException("this is no receipt", unreadable);
    }
  }

  private static Receipt altered(Receipt receipt, String how)
      throws InvalidProtocolBufferException {
    Receipt.Builder changed = receipt.toBuilder();
    return switch (how) {
      case "statement" -> changed.setStatement(flipped(receipt.getStatement())).build();
      case "signature" -> changed.setSignature(flipped(receipt.getSignature())).build();
      case "key" -> changed.setPublicKey(ByteString.copyFrom(rawKey())).build();
      case "key id" -> changed.setKeyId("0".repeat(64)).build();
      case "commitment key" ->
        changed.setCommitmentKey(flipped(receipt.getCommitmentKey())).build();
      case "name" -> changed.setName("erasures/another/receipt").build();
      case "proof" -> changed
          .setTransparencyProof(
              receipt.getTransparencyProof()
                  .replaceFirst("(?m)^[A-Za-z0-9+/]{43}=$", "A".repeat(43) + "="))
          .build();
      case "proof index" -> changed
          .setTransparencyProof(
              receipt.getTransparencyProof().replaceFirst("index \\d+", "index 999999"))
          .build();
      case "log" -> changed.setLogOrigin("example.org/another").build();
      case "unreadable statement" ->
        signed(receipt, ByteString.copyFrom(new byte[]{(byte) 0xff, (byte) 0xff, (byte) 0xff}));
      case "statement of tomorrow" -> signed(
          receipt,
          ReceiptStatement.parseFrom(receipt.getStatement())
              .toBuilder()
              .setReceiptVersion(VERSION_OF_TOMORROW)
              .build()
              .toByteString());
      default -> throw new IllegalArgumentException("no receipt is altered by '" + how + "'");
    };
  }

  private static ByteString flipped(ByteString bytes) {
    byte[] changed = bytes.toByteArray();
    changed[changed.length / 2] ^= 1;
    return ByteString.copyFrom(changed);
  }

  /** By the suite's own key, as if that were a server's. */
  private static Receipt signed(Receipt receipt, ByteString statement) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(KEYS.getPrivate());
      signature.update(statement.toByteArray());
      return receipt.toBuilder()
          .setStatement(statement)
          .setSignature(ByteString.copyFrom(signature.sign()))
          .setPublicKey(ByteString.copyFrom(rawKey()))
          .setKeyId(ReceiptVerifier.keyId(rawKey()))
          .build();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
