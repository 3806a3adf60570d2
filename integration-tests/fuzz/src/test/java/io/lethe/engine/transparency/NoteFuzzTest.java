package io.lethe.engine.transparency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Notes, checkpoints and proofs: taken in exactly one form, and believed only if signed. */
class NoteFuzzTest {

  /** Nobody signs with it. */
  private static final NoteKey KEY = new NoteKey("log.example/lethe", point());
  private static final TreeHash LEAF = TreeHash.ofLeaf(new byte[]{1});

  private static byte[] point() {
    byte[] point = new byte[NoteKey.KEY_BYTES];
    point[0] = 1;
    return point;
  }

  @MethodSource("texts")
  @FuzzTest
  void note(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      SignedNote note = SignedNote.parse(text);
      assertEquals(text, note.encoded());
      LogCheckpoint checkpoint = LogCheckpoint.parse(note);
      assertEquals(note.text(), checkpoint.text());
    } catch (MalformedNoteException refused) {
      assertFalse(String.valueOf(refused.getMessage()).isBlank());
    }
  }

  @MethodSource("texts")
  @FuzzTest
  void proof(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      LogProof proof = LogProof.parse(text);
      assertEquals(text, proof.encoded());
      LogCheckpoint signed = LogCheckpoint.parse(proof.checkpoint());
      boolean included = MerkleProofs.includes(signed.head(), LEAF, proof.index(), proof.path());
      assertFalse(proof.holds(LEAF, KEY) && !included);
    } catch (MalformedNoteException refused) {
      assertFalse(String.valueOf(refused.getMessage()).isBlank());
    }
  }

  static Stream<byte[]> texts() {
    LogCheckpoint checkpoint = new LogCheckpoint("log.example/lethe", new TreeHead(1, LEAF));
    SignedNote note = SignedNote.of(checkpoint.text(), KEY, new byte[64]);
    LogProof alone = new LogProof(0, List.of(), note);
    LogProof second = new LogProof(
        1, List.of(LEAF, TreeHash.ofLeaf(new byte[0])),
        SignedNote.of(new LogCheckpoint("a", new TreeHead(3, LEAF)).text(), KEY, new byte[64]));
    return Stream.of(note.encoded(), alone.encoded(), second.encoded(), "a\n\n\u2014 b YQ==\n")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
