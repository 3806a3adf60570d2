package io.lethe.engine.transparency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogProofTest {

  private static final String NAME = "example.org/log";
  private static final int LEAVES = 9;
  private static final int INDEX = 5;

  private final KeyPair pair;
  private final NoteKey key;
  private final MerkleTree tree = new MerkleTree();
  private final SignedNote note;
  private final LogProof proof;

  LogProofTest() throws GeneralSecurityException {
    pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    key = new NoteKey(NAME, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    for (int k = 0; k < LEAVES; k++) {
      tree.append(leaf(k));
    }
    note = signed(new LogCheckpoint(NAME, tree.head()).text());
    proof = new LogProof(INDEX, tree.inclusionProof(INDEX, LEAVES), note);
  }

  private static TreeHash leaf(int k) {
    return TreeHash.ofLeaf(new byte[]{(byte) k});
  }

  private SignedNote signed(String text) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(text.getBytes(StandardCharsets.UTF_8));
    return SignedNote.of(text, key, signature.sign());
  }

  @Test
  void encoded_proof_hasTheLinesOfTheFormat() {
    List<String> lines = proof.encoded().lines().toList();
    assertEquals("c2sp.org/tlog-proof@v1", lines.get(0));
    assertEquals("index 5", lines.get(1));
    assertEquals(44, lines.get(2).length());
    assertEquals("", lines.get(6));
    assertEquals(NAME, lines.get(7));
    assertEquals("9", lines.get(8));
    assertEquals(tree.head().root().base64(), lines.get(9));
    assertEquals("", lines.get(10));
    assertTrue(lines.get(11).startsWith("\u2014 " + NAME + " "), lines.get(11));
    assertEquals(12, lines.size());
  }

  @Test
  void id_knownKey_asTheFormatComputesIt() {
    // The verifier key of the Go checksum database, sum.golang.org+033de0ae+Ac4z...
    byte[] raw = java.util.Base64.getDecoder()
        .decode("Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8");
    NoteKey golang = new NoteKey("sum.golang.org", Arrays.copyOfRange(raw, 1, raw.length));
    assertEquals("033de0ae", HexFormat.of().toHexDigits(golang.id()));
  }

  @Test
  void holds_readAgain_onlyThisLeafAndKey() throws Exception {
    LogProof read = LogProof.parse(proof.encoded());
    assertEquals(proof.encoded(), read.encoded());
    assertTrue(read.holds(leaf(INDEX), key));
    assertFalse(read.holds(leaf(INDEX + 1), key));
    assertFalse(new LogProof(INDEX + 1, proof.path(), note).holds(leaf(INDEX), key));
    assertFalse(read.holds(leaf(INDEX), new NoteKey(NAME, new byte[32])));
    assertFalse(read.holds(leaf(INDEX), new NoteKey(NAME + "2", rawKey())));
  }

  private byte[] rawKey() {
    byte[] encoded = pair.getPublic().getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
  }

  @Test
  void holds_everyFlippedBit_refused() {
    byte[] bytes = proof.encoded().getBytes(StandardCharsets.UTF_8);
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertFalse(accepted(new String(flipped, StandardCharsets.UTF_8)), "bit " + bit);
    }
    for (int length = 0; length < bytes.length; length++) {
      assertFalse(accepted(new String(bytes, 0, length, StandardCharsets.UTF_8)), "cut " + length);
    }
  }

  private boolean accepted(String text) {
    try {
      return LogProof.parse(text).holds(leaf(INDEX), key);
    } catch (MalformedNoteException malformed) {
      return false;
    }
  }

  @Test
  void parse_signatureOfAWitness_ignoredAndKept() throws Exception {
    String cosigned = proof.encoded() + "\u2014 witness.example "
        + java.util.Base64.getEncoder().encodeToString(new byte[76]) + "\n";
    LogProof read = LogProof.parse(cosigned);
    assertEquals(2, read.checkpoint().signatures().size());
    assertTrue(read.holds(leaf(INDEX), key));
  }

  @Test
  void signed_secondSignatureOfTheKeyIsWrong_refused() {
    SignedNote.Line right = note.signatures().getFirst();
    SignedNote.Line wrong = new SignedNote.Line(right.name(), right.keyId(), new byte[64]);
    assertTrue(key.signed(note));
    assertFalse(key.signed(new SignedNote(note.text(), List.of(right, wrong))));
    assertFalse(key.signed(new SignedNote(note.text(), List.of(wrong))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "\n\n", "text\n", "text\n\n", "text\n\nno signature\n",
          "text\n\n\u2014 name AAAAAAAA", "text\n\n\u2014 name AAAA\n",
          "text\n\n\u2014 name AAAAAAB=\n", "text\n\n\u2014  AAAAAAAA\n",
          "text\n\n\u2014 a+b AAAAAAAA\n", "text\n\n\u2014 na me AAAAAAAA\n",
          "te\tt\n\n\u2014 name AAAAAAAA\n", "text\n\n\u2014 name AAAAAAAA\r\n"})
  void parse_noNote_refused(String text) {
    assertThrows(MalformedNoteException.class, () -> SignedNote.parse(text));
  }

  @Test
  void parse_noteTooLongOrOfTooManySignatures_refused() {
    String line = "\u2014 name AAAAAAAA\n";
    assertThrows(
        MalformedNoteException.class, () -> SignedNote.parse("text\n\n" + line.repeat(33)));
    assertThrows(
        MalformedNoteException.class, () -> SignedNote.parse("t".repeat(65_536) + "\n\n" + line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"log\n1\n", "log\n01\nROOT\n", "log\n-1\nROOT\n", "log\n\u0661\nROOT\n",
          "log\n1\nROOT\nmore\n", "log\n1\nAAAA\n", "l og\n1\nROOT\n",
          "log\n9999999999999999999\nROOT\n", "log\n\nROOT\n"})
  void parse_noCheckpoint_refused(String text) throws GeneralSecurityException {
    SignedNote other = signed(text.replace("ROOT", tree.head().root().base64()));
    assertThrows(MalformedNoteException.class, () -> LogCheckpoint.parse(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v2\nindex 0\n\nNOTE",
          "c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\nNOTE",
          "c2sp.org/tlog-proof@v1\nindex 00\n\nNOTE", "c2sp.org/tlog-proof@v1\nindex \n\nNOTE",
          "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nNOTE",
          "c2sp.org/tlog-proof@v1\nindex 0\r\n\nNOTE"})
  void parse_noProof_refused(String text) {
    assertThrows(
        MalformedNoteException.class, () -> LogProof.parse(text.replace("NOTE", note.encoded())));
  }

  @Test
  void parse_pathTooLong_refused() {
    String longPath = "c2sp.org/tlog-proof@v1\nindex 0\n" + (leaf(1).base64() + "\n").repeat(64)
        + "\n" + note.encoded();
    assertThrows(MalformedNoteException.class, () -> LogProof.parse(longPath));
  }
}
