package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheException;
import io.lethe.client.Receipt;
import io.lethe.client.ReceiptVerification.Accepted;
import io.lethe.client.ReceiptVerifier;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.ReceiptStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Receipts and the log that they are in, as somebody sees them who trusts a key and nothing else. The
 * command line, the Java client and a script in Python check on their own.
 */
@ExtendWith(Installations.class)
final class ReceiptLogTripTest {

  private static final String MODEL = Installation.MODEL;
  private static final Duration ERASURE_MAX = Duration.ofMinutes(3);
  private static final boolean THOROUGH = Boolean.getBoolean("lethe.thorough");
  /** In every build; {@code -Dlethe.changes=10000} is the long form. */
  private static final int CHANGES = Integer.getInteger("lethe.changes", THOROUGH ? 2_000 : 500);
  /** From one changed byte to the next; odd, so that every bit of a byte has its turn. */
  private static final int STEP = THOROUGH ? 1 : 7;
  private static final long SEED = 20_261_124;

  private final Installation installation;
  @TempDir private Path folder;

  ReceiptLogTripTest(Installation installation) {
    this.installation = installation;
  }

  private Server serve() throws IOException {
    return installation.serve(
        Map.of(
            "LETHE_RETRAINING_AUTOMATIC", "false", "LETHE_RECEIPTS_ANCHOR_FILE",
            folder.resolve("anchor").toString()));
  }

  private static Erasure erase(Server server, int user) {
    return server.client()
        .unlearn(ErasureRequest.ofUser(MODEL, SyntheticRatings.user(user)))
        .await(progress -> {}, ERASURE_MAX);
  }

  private Path fetched(Server server, Erasure erasure) throws Exception {
    Path file = folder.resolve("receipt-of-" + erasure.name().replace('/', '-'));
    Distribution.Ended got = installation.run(
        "receipt", "get", erasure.name(), file.toString(), "--server",
        server.channel().authority());
    assertEquals(0, got.exitCode(), got.text());
    return file;
  }

  private static String key(Server server) {
    return HexFormat.of().formatHex(server.receiptKey());
  }

  @Test
  void receipts_genuine_allThreeVerifiersAgree() throws Exception {
    assumeTrue(PythonVerifier.isThere(), "python3 is not on the PATH");
    try (Server server = serve()) {
      ReceiptVerifier verifier = ReceiptVerifier.trusting(List.of(server.receiptKey()));
      List<Erasure> erasures = List.of(erase(server, 11), erase(server, 12), erase(server, 13));
      String otherKey = key(server).replace('0', '1').replace('a', 'b');
      for (Erasure erasure : erasures) {
        Path file = fetched(server, erasure);
        Distribution.Ended cli = installation
            .run("receipt", "verify", file.toString(), "--key", key(server));
        Distribution.Ended cliOther = installation
            .run("receipt", "verify", file.toString(), "--key", otherKey);
        Distribution.Ended python = PythonVerifier.run("verify_receipt.py", file, key(server));
        Distribution.Ended pythonOther = PythonVerifier.run("verify_receipt.py", file, otherKey);
        ReceiptStatement statement = assertInstanceOf(
            Accepted.class, verifier.verify(Receipt.parse(Files.readAllBytes(file)))).statement();
        assertAll(
            () -> assertEquals(0, cli.exitCode(), cli.text()),
            () -> assertTrue(cli.text().contains("Genuine"), cli.text()),
            () -> assertEquals("genuine: approximate\n", python.text()),
            () -> assertEquals(5, cliOther.exitCode(), cliOther.text()),
            () -> assertEquals("not verified: it is signed by another key\n", pythonOther.text()),
            () -> assertEquals(erasure.name(), statement.getErasure()),
            () -> assertEquals(2, statement.getReceiptVersion()),
            () -> assertEquals(
                1,
                statement.getDestroyedVersionsList()
                    .stream()
                    .filter(gone -> gone.getVersion().equals(statement.getBaseVersion()))
                    .count()));
      }
    }
  }

  @Test
  void receipt_bytesChangedAndCuts_nobodyAcceptsWhatSaysSomethingElse() throws Exception {
    assumeTrue(PythonVerifier.isThere(), "python3 is not on the PATH");
    try (Server server = serve()) {
      erase(server, 14);
      Path file = fetched(server, erase(server, 15));
      byte[] receipt = Files.readAllBytes(file);
      int last = receipt.length - 1;
      int[] places = IntStream.rangeClosed(0, last)
          .filter(at -> at % STEP == 0 || at == last)
          .toArray();
      for (int at : places) {
        byte[] changed = receipt.clone();
        changed[at] ^= (byte) (1 << at % Byte.SIZE);
        assertSaysNothingElse(server.receiptKey(), changed, receipt, "byte " + at);
        assertSaysNothingElse(
            server.receiptKey(), Arrays.copyOf(receipt, at), receipt, "cut at " + at);
      }
      Distribution.Ended python = PythonVerifier
          .run("change_receipt.py", file, key(server), Integer.toString(STEP));
      assertEquals("%d changed receipts, 0 accepted\n".formatted(2 * places.length), python.text());
    }
  }

  @Test
  void receipts_randomChanges_noneAcceptedThatSaysSomethingElse() throws Exception {
    try (Server server = serve()) {
      List<byte[]> receipts = List.of(
          Files.readAllBytes(fetched(server, erase(server, 16))),
          Files.readAllBytes(fetched(server, erase(server, 17))),
          Files.readAllBytes(fetched(server, erase(server, 18))));
      Random random = new Random(SEED);
      for (int change = 0; change < CHANGES; change++) {
        byte[] genuine = receipts.get(random.nextInt(receipts.size()));
        byte[] changed = genuine.clone();
        if (random.nextInt(4) == 0) {
          changed = Arrays.copyOf(changed, random.nextInt(changed.length));
        } else {
          int bits = 1 + random.nextInt(3);
          for (int bit : random.ints(0, Byte.SIZE * changed.length)
              .distinct()
              .limit(bits)
              .toArray()) {
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
          }
        }
        assertSaysNothingElse(
            server.receiptKey(), changed, genuine, "change %d, seed %d".formatted(change, SEED));
      }
    }
  }

  /** A change may leave all as it was, or take the commitment key away, which any holder can. */
  private static void assertSaysNothingElse(
      byte[] key, byte[] changed, byte[] genuine, String what) {
    Receipt receipt;
    try {
      receipt = Receipt.parse(changed);
    } catch (IllegalArgumentException noReceipt) {
      return;
    }
    Receipt said = Receipt.parse(genuine);
    if (ReceiptVerifier.trusting(List.of(key)).verify(receipt) instanceof Accepted) {
      assertTrue(receipt.equals(said) || receipt.equals(withoutCommitmentKey(said)), what);
    }
  }

  private static Receipt withoutCommitmentKey(Receipt receipt) {
    return new Receipt(
        receipt.name(), receipt.statement(), receipt.signature(), receipt.publicKey(),
        receipt.keyId(), ByteString.EMPTY, receipt.logOrigin(), receipt.transparencyProof());
  }

  @Test
  void checkpoints_keptAndLater_areConsistent() throws Exception {
    Path kept = folder.resolve("kept");
    try (Server server = serve()) {
      String address = server.channel().authority();
      erase(server, 19);
      Distribution.Ended fetched = installation
          .run("receipt", "checkpoint", "--out", kept.toString(), "--server", address);
      erase(server, 20);
      erase(server, 21);
      Distribution.Ended consistent = installation.run(
          "receipt", "consistency", kept.toString(), "--key", key(server), "--server", address);
      Files.writeString(kept, Files.readString(kept).replaceFirst("\n1\n", "\n2\n"));
      Distribution.Ended forged = installation.run(
          "receipt", "consistency", kept.toString(), "--key", key(server), "--server", address);
      assertAll(
          () -> assertEquals(0, fetched.exitCode(), fetched.text()),
          () -> assertEquals(0, consistent.exitCode(), consistent.text()),
          () -> assertTrue(
              consistent.text().contains("The log of 3 receipts begins with that of 1."),
              consistent.text()),
          () -> assertEquals(5, forged.exitCode(), forged.text()));
    }
  }

  @Test
  void receipt_withTheRequest_tellsThatTheyBelongTogether() throws Exception {
    try (Server server = serve()) {
      ErasureRequest request = ErasureRequest.ofUser(MODEL, SyntheticRatings.user(26));
      Path file = fetched(server, server.client().unlearn(request).await(p -> {}, ERASURE_MAX));
      Distribution.Ended same = about(file, request, SyntheticRatings.user(26));
      Distribution.Ended another = about(file, request, SyntheticRatings.user(27));
      assertAll(
          () -> assertEquals(0, same.exitCode(), same.text()),
          () -> assertTrue(same.text().contains("It is about that request."), same.text()),
          () -> assertEquals(5, another.exitCode(), another.text()),
          () -> assertTrue(another.text().contains("about another request"), another.text()));
    }
  }

  private Distribution.Ended about(Path file, ErasureRequest request, String user)
      throws Exception {
    return installation.run(
        "receipt", "verify", file.toString(), "--request-id", request.requestId().toString(),
        "--user", user);
  }

  @Test
  void restoredOldBackup_contradictsTheAnchor_servesTrainsAndSignsNothing() throws Exception {
    Path backup = folder.resolve("backup");
    try (Server server = serve()) {
      erase(server, 22);
    }
    Folders.copy(installation.data(), backup);
    try (Server server = serve()) {
      // Only what was handed out can be contradicted, and only then is it in the anchor for sure.
      assertFalse(server.client().erasure(erase(server, 23).name()).receipt().name().isEmpty());
    }
    Folders.delete(installation.data());
    Folders.copy(backup, installation.data());

    try (Server server = serve()) {
      LetheException erased = assertThrows(
          LetheException.class,
          () -> server.client().recommend(MODEL, SyntheticRatings.user(23), 5));
      Distribution.Ended training = installation
          .run("train", "--model", MODEL, "--server", server.channel().authority());
      Distribution.Ended checkpoint = installation
          .run("receipt", "checkpoint", "--server", server.channel().authority());
      assertAll(
          () -> assertEquals(io.grpc.Status.Code.UNAVAILABLE, erased.status()),
          () -> assertEquals(ErrorReason.MODEL_NOT_READY.name(), erased.reason()),
          () -> assertTrue(
              String.valueOf(erased.getMessage()).contains("erasures may be missing"),
              erased.getMessage()),
          () -> assertContradiction(training), () -> assertContradiction(checkpoint));
      for (String service : List.of(
          "", "lethe.v1.RecommendationService", "lethe.v1.AuditService", "lethe.erasures",
          "models/" + MODEL)) {
        assertEquals(ServingStatus.NOT_SERVING, health(server, service), service);
      }
    }
  }

  private static void assertContradiction(Distribution.Ended ended) {
    assertEquals(4, ended.exitCode(), ended.text());
    assertTrue(ended.text().contains(ErrorReason.RECEIPT_LOG_INCONSISTENT.name()), ended.text());
  }

  private static ServingStatus health(Server server, String service) {
    return HealthGrpc.newBlockingStub(server.channel())
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }
}
