package io.lethe.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.lethe.client.ReceiptVerification.Accepted;
import io.lethe.client.ReceiptVerification.Defect;
import io.lethe.client.ReceiptVerification.Rejected;
import io.lethe.v1.Assurance;
import io.lethe.v1.ReceiptStatement;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ReceiptVerifierTest {

  private static final ReceiptStatement STATEMENT = ReceiptStatement.newBuilder()
      .setReceiptVersion(2)
      .setErasure("erasures/e1")
      .setModel("models/movies")
      .setAssurance(Assurance.ASSURANCE_APPROXIMATE)
      .setForgottenInteractionCount(7)
      .build();

  private final Signer signer = new Signer();
  private final ReceiptVerifier verifier = ReceiptVerifier.trusting(List.of(signer.publicKey()));
  private final ByteString commitmentKey = ByteString.copyFrom(new byte[32]);
  private final Receipt receipt = signer.logged(STATEMENT, commitmentKey);

  @Test
  void verify_trustedKey_acceptsAndYieldsTheStatement() {
    Accepted accepted = assertInstanceOf(Accepted.class, verifier.verify(receipt));

    assertEquals(7, accepted.statement().getForgottenInteractionCount());
  }

  @Test
  void verify_assuranceThatIsNewerThanThisClient_accepts() {
    for (int number : new int[]{Assurance.ASSURANCE_EXACT_VALUE, 99}) {
      ReceiptStatement newer = STATEMENT.toBuilder().setAssuranceValue(number).build();

      Accepted accepted = assertInstanceOf(
          Accepted.class, verifier.verify(signer.logged(newer, commitmentKey)));

      assertEquals(number, accepted.statement().getAssuranceValue());
    }
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
            receipt.publicKey(), receipt.keyId(), receipt.commitmentKey(), receipt.logOrigin(),
            receipt.transparencyProof()));
  }

  @Test
  void verify_wellSignedByAnotherKey_rejects() {
    assertRejected(Defect.KEY_NOT_TRUSTED, new Signer().logged(STATEMENT, commitmentKey));
  }

  @Test
  void verify_keyIdOfAnotherKey_rejects() {
    assertRejected(
        Defect.KEY_ID_WRONG,
        new Receipt(
            receipt.name(), receipt.statement(), receipt.signature(), receipt.publicKey(),
            ReceiptVerifier.keyId(new Signer().publicKey()), receipt.commitmentKey(),
            receipt.logOrigin(), receipt.transparencyProof()));
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
        signer.receipt(STATEMENT.toBuilder().setReceiptVersion(3).build()));
  }

  @Test
  void verify_noCommitmentKey_accepts() {
    assertInstanceOf(Accepted.class, verifier.verify(with(ByteString.EMPTY, Signer.LOG, proof())));
  }

  @Test
  void verify_otherCommitmentKey_rejects() {
    assertRejected(
        Defect.COMMITMENT_KEY_WRONG, with(ByteString.copyFrom(new byte[31]), Signer.LOG, proof()));
  }

  @Test
  void verify_proofLeftOutOrOfAnotherLog_rejects() {
    assertRejected(Defect.PROOF_WRONG, with(commitmentKey, "", ""));
    assertRejected(Defect.PROOF_WRONG, with(commitmentKey, "example.org/other", proof()));
    assertRejected(
        Defect.PROOF_WRONG,
        with(
            commitmentKey, Signer.LOG,
            new Signer().logged(STATEMENT, commitmentKey).transparencyProof()));
    assertRejected(
        Defect.PROOF_WRONG,
        with(
            commitmentKey, Signer.LOG,
            signer.logged(STATEMENT.toBuilder().setErasurePosition(9).build(), commitmentKey)
                .transparencyProof()));
  }

  @Test
  void verify_proofWithAWitness_accepts() {
    String cosigned = proof() + "\u2014 witness.example AAAAAAAA\n";
    assertInstanceOf(Accepted.class, verifier.verify(with(commitmentKey, Signer.LOG, cosigned)));
  }

  /** The holder may take the commitment key away; what else is accepted says what it said. */
  @Test
  void verify_anyFlippedBitOrCutOfTheFile_saysNothingElse() {
    byte[] bytes = receipt.toByteArray();
    Receipt withoutKey = with(ByteString.EMPTY, receipt.logOrigin(), proof());
    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      Optional<Receipt> taken = accepted(flipped);
      assertTrue(
          taken.isEmpty() || taken.get().equals(receipt) || taken.get().equals(withoutKey),
          "bit " + bit);
    }
    for (int length = 0; length < bytes.length; length++) {
      assertEquals(Optional.empty(), accepted(Arrays.copyOf(bytes, length)), "cut at " + length);
    }
  }

  private Optional<Receipt> accepted(byte[] bytes) {
    try {
      return Optional.of(Receipt.parse(bytes))
          .filter(read -> verifier.verify(read) instanceof Accepted);
    } catch (IllegalArgumentException noReceipt) {
      return Optional.empty();
    }
  }

  @Test
  void verify_ofBeforeTheLog_acceptsWithoutAProofOnly() {
    ReceiptStatement old = STATEMENT.toBuilder().setReceiptVersion(1).build();
    Receipt bare = signer.receipt(old);
    assertInstanceOf(Accepted.class, verifier.verify(bare));
    assertRejected(
        Defect.PROOF_WRONG,
        new Receipt(
            bare.name(), bare.statement(), bare.signature(), bare.publicKey(), bare.keyId(),
            ByteString.EMPTY, Signer.LOG, ""));
  }

  private String proof() {
    return receipt.transparencyProof();
  }

  private Receipt with(ByteString key, String origin, String proof) {
    return new Receipt(
        receipt.name(), receipt.statement(), receipt.signature(), receipt.publicKey(),
        receipt.keyId(), key, origin, proof);
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
        "/receipt", ByteString.EMPTY, signature, key, ReceiptVerifier.keyId(key.toByteArray()),
        ByteString.EMPTY, "", "");

    assertEquals(
        new Rejected(Defect.STATEMENT_VERSION_UNKNOWN),
        ReceiptVerifier.trusting(List.of(key.toByteArray())).verify(vector));
  }

  @Test
  void verify_keyThatIsNoPointOfTheCurve_signedNothing() {
    // The curve has no point with y = 2.
    byte[] noPoint = new byte[32];
    noPoint[0] = 2;
    Receipt forged = new Receipt(
        receipt.name(), receipt.statement(), receipt.signature(), ByteString.copyFrom(noPoint),
        ReceiptVerifier.keyId(noPoint), receipt.commitmentKey(), receipt.logOrigin(),
        receipt.transparencyProof());

    assertEquals(
        new Rejected(Defect.SIGNATURE_WRONG),
        ReceiptVerifier.trusting(List.of(noPoint)).verify(forged));
  }

  @Test
  void isAbout_itsRequestAndOthers_tellsThemApart() {
    UUID id = UUID.fromString("9f1c2b7e-4d35-4a8e-8b1f-2c6d7e8f9a0b");
    ForgetTarget target = new ForgetTarget.User("u1");
    Receipt about = signer.logged(
        STATEMENT.toBuilder()
            .setRequestCommitment(commitment(id.toString(), "models/movies", "user", "u1"))
            .build(),
        commitmentKey);

    assertEquals(Optional.of(true), about.isAbout(id, target));
    assertEquals(Optional.of(false), about.isAbout(id, new ForgetTarget.User("u2")));
    assertEquals(Optional.of(false), about.isAbout(id, new ForgetTarget.Item("u1")));
    assertEquals(Optional.of(false), about.isAbout(UUID.randomUUID(), target));
  }

  @Test
  void isAbout_interactions_countsRepeatsOnce() {
    UUID id = UUID.fromString("9f1c2b7e-4d35-4a8e-8b1f-2c6d7e8f9a0b");
    Receipt about = signer.logged(
        STATEMENT.toBuilder()
            .setRequestCommitment(
                commitment(id.toString(), "models/movies", "interactions", "u1", "i1", "u1", "i2"))
            .build(),
        commitmentKey);
    ForgetTarget.Interaction first = new ForgetTarget.Interaction("u1", "i1");
    ForgetTarget.Interaction second = new ForgetTarget.Interaction("u1", "i2");

    assertEquals(
        Optional.of(true),
        about.isAbout(id, new ForgetTarget.Interactions(List.of(first, second, first))));
    assertEquals(
        Optional.of(false), about.isAbout(id, new ForgetTarget.Interactions(List.of(second))));
  }

  @Test
  void isAbout_keyDestroyed_isUnknown() {
    assertEquals(
        Optional.empty(), with(ByteString.EMPTY, receipt.logOrigin(), proof())
            .isAbout(UUID.randomUUID(), new ForgetTarget.User("u1")));
  }

  /** As the contract defines it. */
  private String commitment(String... fields) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(commitmentKey.toByteArray(), "HmacSHA256"));
      mac.update(new byte[]{0, 0, 0, 16});
      mac.update("lethe.v1.request".getBytes(StandardCharsets.UTF_8));
      for (String field : fields) {
        mac.update(new byte[]{0, 0, 0, (byte) field.length()});
        mac.update(field.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
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
        receipt.keyId(), receipt.commitmentKey(), receipt.logOrigin(), receipt.transparencyProof());
  }

  private void assertRejected(Defect defect, Receipt bad) {
    assertEquals(new Rejected(defect), verifier.verify(bad));
  }

  private static ByteString hex(String digits) {
    return ByteString.copyFrom(HexFormat.of().parseHex(digits));
  }
}
