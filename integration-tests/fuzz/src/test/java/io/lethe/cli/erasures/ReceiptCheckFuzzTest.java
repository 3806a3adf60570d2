package io.lethe.cli.erasures;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.client.ReceiptVerifier;
import io.lethe.v1.Assurance;
import io.lethe.v1.Receipt;
import io.lethe.v1.ReceiptStatement;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/** Receipts as files: a verdict whatever the bytes; statements that are signed are read whole. */
class ReceiptCheckFuzzTest {

  private static final int X509_PREFIX_BYTES = 12;
  private static final KeyPair PAIR = pair();
  private static final byte[] KEY = Arrays.copyOfRange(
      PAIR.getPublic().getEncoded(), X509_PREFIX_BYTES, PAIR.getPublic().getEncoded().length);

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
    assertNull(checked(bytes, new byte[32]));
    StatementFacts stated = checked(bytes, null);
    assertTrue(stated == null || !stated.all().isEmpty());
  }

  static Stream<byte[]> receipt() {
    return statement().map(bytes -> signed(bytes).toByteArray());
  }

  /** The statement is what is mutated, and then signed, so that what is read of it is reached. */
  @MethodSource
  @FuzzTest
  void statement(byte[] bytes) {
    StatementFacts stated = checked(signed(bytes).toByteArray(), KEY);
    assertTrue(stated == null || !stated.all().isEmpty());
    Receipt forged = signed(bytes).toBuilder()
        .setStatement(ByteString.copyFrom(Arrays.copyOf(bytes, bytes.length + 1)))
        .build();
    assertNull(checked(forged.toByteArray(), KEY));
  }

  /** What the receipt states; null if it is not verified. */
  private static @Nullable StatementFacts checked(byte[] bytes, byte @Nullable [] key) {
    try {
      return ReceiptCheck.checked(ReceiptCheck.parse(bytes), key);
    } catch (CommandException refused) {
      assertTrue(
          refused.exitCode() == ExitCode.NOT_VERIFIED || refused.exitCode() == ExitCode.UNREADABLE,
          refused.getMessage());
      return null;
    }
  }

  static Stream<byte[]> statement() {
    return Stream
        .of(
            ReceiptStatement.newBuilder().setReceiptVersion(1).setErasure("erasures/a").build(),
            ReceiptStatement.newBuilder()
                .setReceiptVersion(1)
                .setErasure("erasures/a")
                .setAssurance(Assurance.ASSURANCE_APPROXIMATE)
                .build())
        .map(ReceiptStatement::toByteArray);
  }

  private static Receipt signed(byte[] statement) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(PAIR.getPrivate());
      signature.update(statement);
      return Receipt.newBuilder()
          .setName("erasures/a/receipt")
          .setKeyId(ReceiptVerifier.keyId(KEY))
          .setStatement(ByteString.copyFrom(statement))
          .setPublicKey(ByteString.copyFrom(KEY))
          .setSignature(ByteString.copyFrom(signature.sign()))
          .build();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
