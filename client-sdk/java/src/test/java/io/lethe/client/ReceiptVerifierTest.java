package io.lethe.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import io.lethe.client.ReceiptVerification.Accepted;
import io.lethe.client.ReceiptVerification.Defect;
import io.lethe.client.ReceiptVerification.Rejected;
import io.lethe.v1.Assurance;
import io.lethe.v1.ReceiptStatement;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptVerifierTest {

  private static final ReceiptStatement STATEMENT = ReceiptStatement.newBuilder()
      .setReceiptVersion(1)
      .setErasure("erasures/e1")
      .setModel("models/movies")
      .setAssurance(Assurance.ASSURANCE_APPROXIMATE)
      .setForgottenInteractionCount(7)
      .build();

  private final Signer signer = new Signer();
  private final ReceiptVerifier verifier = ReceiptVerifier.trusting(List.of(signer.publicKey()));
  private final Receipt receipt = signer.receipt(STATEMENT);

  @Test
  void verify_trustedKey_acceptsAndYieldsTheStatement() {
    Accepted accepted = assertInstanceOf(Accepted.class, verifier.verify(receipt));

    assertEquals(STATEMENT, accepted.statement());
  }

  @Test
  void verify_storedAndReadAgain_accepts() {
    Receipt stored = Receipt.parse(receipt.toByteArray());

    assertEquals(receipt, stored);
    assertInstanceOf(Accepted.class, verifier.verify(stored));
  }

  @Test
  void verify_anyFlippedBitOfTheStatement_rejects() {
    byte[] bytes = receipt.statement().toByteArray();
    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      assertRejected(Defect.SIGNATURE_WRONG, withStatement(flipped));
    }
  }

  @Test
  void verify_signatureOfAnotherLength_rejects() {
    assertRejected(
        Defect.SIGNATURE_WRONG,
        new Receipt(
            receipt.name(), receipt.statement(), receipt.signature().substring(1),
            receipt.publicKey(), receipt.keyId()));
  }

  @Test
  void verify_wellSignedByAnotherKey_rejects() {
    assertRejected(Defect.KEY_NOT_TRUSTED, new Signer().receipt(STATEMENT));
  }

  @Test
  void verify_keyIdOfAnotherKey_rejects() {
    assertRejected(
        Defect.KEY_ID_WRONG,
        new Receipt(
            receipt.name(), receipt.statement(), receipt.signature(), receipt.publicKey(),
            ReceiptVerifier.keyId(new Signer().publicKey())));
  }

  @Test
  void verify_renamedToAnotherErasure_rejects() {
    assertRejected(
        Defect.NAME_WRONG, signer.receipt("erasures/e2/receipt", STATEMENT.toByteString()));
  }

  @Test
  void verify_laterStatementVersion_rejects() {
    assertRejected(
        Defect.STATEMENT_VERSION_UNKNOWN,
        signer.receipt(STATEMENT.toBuilder().setReceiptVersion(2).build()));
  }

  @Test
  void verify_signedNonsense_rejects() {
    assertRejected(
        Defect.STATEMENT_UNREADABLE,
        signer.receipt(receipt.name(), ByteString.copyFromUtf8("no statement")));
  }

  @Test
  void verify_publishedTestVector_signatureHolds() {
    // RFC 8032, section 7.1, test 1: the empty message. It has no receipt version, and to find
    // that out the verifier must have accepted the signature.
    ByteString key = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    ByteString signature = hex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
            + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    Receipt vector = new Receipt(
        "erasures/e1/receipt", ByteString.EMPTY, signature, key,
        ReceiptVerifier.keyId(key.toByteArray()));

    assertEquals(
        new Rejected(Defect.STATEMENT_VERSION_UNKNOWN),
        ReceiptVerifier.trusting(List.of(key.toByteArray())).verify(vector));
  }

  @Test
  void trusting_shortKey_namesTheLengths() {
    var failure = assertThrows(
        IllegalArgumentException.class, () -> ReceiptVerifier.trusting(List.of(new byte[31])));

    assertEquals("an Ed25519 public key has 32 bytes, got 31", failure.getMessage());
  }

  private Receipt withStatement(byte[] statement) {
    return new Receipt(
        receipt.name(), ByteString.copyFrom(statement), receipt.signature(), receipt.publicKey(),
        receipt.keyId());
  }

  private void assertRejected(Defect defect, Receipt bad) {
    assertEquals(new Rejected(defect), verifier.verify(bad));
  }

  private static ByteString hex(String digits) {
    return ByteString.copyFrom(HexFormat.of().parseHex(digits));
  }
}
