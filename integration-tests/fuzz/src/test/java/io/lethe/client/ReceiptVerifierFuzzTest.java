package io.lethe.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lethe.client.ReceiptVerification.Accepted;
import io.lethe.client.ReceiptVerification.Defect;
import io.lethe.client.ReceiptVerification.Rejected;
import io.lethe.v1.ReceiptStatement;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Receipts as the client checks them: nothing is accepted that the key did not sign. */
class ReceiptVerifierFuzzTest {

  private static final int X509_PREFIX_BYTES = 12;
  private static final KeyPair PAIR = pair();
  private static final byte[] KEY = Arrays.copyOfRange(
      PAIR.getPublic().getEncoded(), X509_PREFIX_BYTES, PAIR.getPublic().getEncoded().length);
  private static final ReceiptVerifier VERIFIER = ReceiptVerifier.trusting(List.of(KEY));

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @MethodSource
  @FuzzTest
  void receipt(byte[] bytes) {
    Receipt receipt;
    try {
      receipt = Receipt.parse(bytes);
    } catch (IllegalArgumentException refused) {
      return;
    }
    assertEquals(new Rejected(Defect.KEY_NOT_TRUSTED), VERIFIER.verify(untrusted(receipt)));
    assertEquals(receipt, Receipt.parse(receipt.toByteArray()));
  }

  private static Receipt untrusted(Receipt receipt) {
    return Receipt.parse(
        wire(receipt).setPublicKey(receipt.publicKey().concat(ByteString.copyFrom(new byte[1])))
            .build()
            .toByteArray());
  }

  private static io.lethe.v1.Receipt.Builder wire(Receipt receipt) {
    try {
      return io.lethe.v1.Receipt.parseFrom(receipt.toByteArray()).toBuilder();
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static Stream<byte[]> receipt() {
    return statement().map(bytes -> signed(bytes).toByteArray());
  }

  /** The statement is what is mutated, and then signed, so that what is read of it is reached. */
  @MethodSource
  @FuzzTest
  void statement(byte[] bytes) {
    Receipt receipt = signed(bytes);
    if (VERIFIER.verify(receipt) instanceof Accepted(ReceiptStatement statement)) {
      assertEquals(receipt.name(), statement.getErasure() + "/receipt");
    }
    byte[] other = Arrays.copyOf(bytes, bytes.length + 1);
    Receipt forged = Receipt
        .parse(wire(receipt).setStatement(ByteString.copyFrom(other)).build().toByteArray());
    assertInstanceOf(Rejected.class, VERIFIER.verify(forged));
    if (bytes.length > 0) {
      assertArrayEquals(receipt.toByteArray(), Receipt.parse(receipt.toByteArray()).toByteArray());
    }
  }

  static Stream<byte[]> statement() {
    return Stream
        .of(
            ReceiptStatement.newBuilder().setReceiptVersion(1).setErasure("erasures/a").build(),
            ReceiptStatement.newBuilder().setReceiptVersion(2).setErasure("erasures/a").build())
        .map(ReceiptStatement::toByteArray);
  }

  private static Receipt signed(byte[] statement) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(PAIR.getPrivate());
      signature.update(statement);
      return Receipt.of(
          io.lethe.v1.Receipt.newBuilder()
              .setName("erasures/a/receipt")
              .setStatement(ByteString.copyFrom(statement))
              .setSignature(ByteString.copyFrom(signature.sign()))
              .setPublicKey(ByteString.copyFrom(KEY))
              .setKeyId(ReceiptVerifier.keyId(KEY))
              .build());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
