package io.lethe.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.lethe.client.LogVerifier.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogVerifierTest {

  private static final int LEAVES_MAX = 17;

  private final Signer signer = new Signer();
  private final LogVerifier verifier = LogVerifier.trusting(signer.publicKey());

  /** Root of the leaves from one to another, as RFC 9162, section 2.1.1, defines it. */
  private static ByteString root(int from, int to) {
    if (from == to) {
      return ByteString.fromHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
    if (to - from == 1) {
      return Signer.hash(0, ByteString.copyFromUtf8("leaf " + from));
    }
    int middle = from + Integer.highestOneBit(to - from - 1);
    return Signer.hash(1, root(from, middle).concat(root(middle, to)));
  }

  /** The path of section 2.1.4.1. */
  private static List<ByteString> path(int older, int newer) {
    return older == 0 || older == newer ? List.of() : subproof(older, 0, newer, true);
  }

  private static List<ByteString> subproof(int older, int from, int to, boolean whole) {
    if (older == to - from) {
      return whole ? List.of() : List.of(root(from, to));
    }
    int half = Integer.highestOneBit(to - from - 1);
    List<ByteString> path = new ArrayList<>();
    if (older <= half) {
      path.addAll(subproof(older, from, from + half, whole));
      path.add(root(from + half, to));
    } else {
      path.addAll(subproof(older - half, from + half, to, false));
      path.add(root(from, from + half));
    }
    return path;
  }

  private LogCheckpoint checkpoint(int size) {
    return LogCheckpoint.parse(signer.checkpoint(size, root(0, size)));
  }

  @Test
  void parse_note_yieldsOriginSizeAndRoot() {
    LogCheckpoint three = checkpoint(3);

    assertEquals(Signer.LOG, three.origin());
    assertEquals(3, three.size());
    assertEquals(root(0, 3), three.root());
    assertTrue(three.note().startsWith(three.text() + "\n"));
  }

  @Test
  void parse_anythingElse_isRefused() {
    String note = checkpoint(3).note();
    for (String other : List.of(
        "", "note", note.substring(1 + note.indexOf('\n')), note + "\n",
        note.replace("\n3\n", "\n03\n"), note.replace("=\n", "\n"))) {
      assertThrows(IllegalArgumentException.class, () -> LogCheckpoint.parse(other));
    }
  }

  @Test
  void verify_allPairsOfSizes_areConsistentByTheirOwnPathOnly() {
    for (int newer = 0; newer <= LEAVES_MAX; newer++) {
      for (int older = 0; older <= newer; older++) {
        List<ByteString> path = path(older, newer);
        assertEquals(
            Verdict.CONSISTENT, verifier.verify(checkpoint(older), checkpoint(newer), path));
        List<ByteString> longer = new ArrayList<>(path);
        longer.add(root(0, 1));
        assertEquals(
            Verdict.INCONSISTENT, verifier.verify(checkpoint(older), checkpoint(newer), longer));
        if (!path.isEmpty()) {
          assertEquals(
              Verdict.INCONSISTENT, verifier
                  .verify(checkpoint(older), checkpoint(newer), path.subList(0, path.size() - 1)));
        }
      }
    }
  }

  @Test
  void verify_olderLogOfOtherLeaves_isInconsistent() {
    LogCheckpoint other = LogCheckpoint.parse(signer.checkpoint(3, root(1, 4)));

    assertEquals(Verdict.INCONSISTENT, verifier.verify(other, checkpoint(5), path(3, 5)));
    assertEquals(Verdict.INCONSISTENT, verifier.verify(other, checkpoint(3), List.of()));
    assertEquals(Verdict.INCONSISTENT, verifier.verify(checkpoint(5), checkpoint(3), path(3, 5)));
  }

  @Test
  void verify_anotherKeyOrAChangedText_isNotSigned() {
    LogCheckpoint foreign = LogCheckpoint.parse(new Signer().checkpoint(5, root(0, 5)));
    LogCheckpoint changed = LogCheckpoint
        .parse(checkpoint(3).note().replaceFirst("\n3\n", "\n2\n"));

    assertEquals(Verdict.NOT_SIGNED, verifier.verify(checkpoint(3), foreign, path(3, 5)));
    assertEquals(Verdict.NOT_SIGNED, verifier.verify(changed, checkpoint(5), path(2, 5)));
  }

  @Test
  void calls_checkpointAndProof_comeAsTheServerSentThem() {
    try (TestServer server = new TestServer(); LetheClient client = server.client().build()) {
      server.audit.show(checkpoint(3).note());

      assertEquals(checkpoint(3), client.logCheckpoint());
      assertEquals(List.of(AuditInMemory.path(2, 3)), client.consistencyProof(2, 3));

      server.audit.show("not a note");
      LetheException failure = assertThrows(LetheException.class, client::logCheckpoint);
      assertEquals(Status.Code.INTERNAL, failure.status());
    }
  }
}
