package io.lethe.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.lethe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What {@code lethe receipt verify} says of files, those included that every verifier shares. */
class ReceiptVerdictsTest {

  private final JsonObject listed = JsonParser
      .parseString(Files.readString(ReceiptRun.FIXTURES.resolve("verdicts.json")))
      .getAsJsonObject();
  private final String key = listed.get("key").getAsString();
  private final String keyId = listed.get("keyId").getAsString();
  @TempDir private Path folder;

  ReceiptVerdictsTest() throws IOException {}

  private static ReceiptRun verified(String fixture, String... options) {
    return ReceiptRun.of("verify", ReceiptRun.FIXTURES.resolve(fixture).toString(), options);
  }

  @TestFactory
  Stream<DynamicTest> verify_sharedFixture_hasTheVerdictOfEveryVerifierInTheLastLine() {
    JsonObject verdicts = listed.getAsJsonObject("verdicts");
    return verdicts.keySet().stream().map(name -> DynamicTest.dynamicTest(name, () -> {
      Verdict wanted = Verdict.of(verdicts.get(name).getAsString());
      for (String named : new String[]{key, keyId}) {
        ReceiptRun run = verified(name, "--key", named);
        assertAll(
            () -> assertEquals(wanted.exitCode(), run.exitCode(), run.text()),
            () -> assertTrue(run.lastLine().startsWith(wanted.begins()), run.text()),
            () -> assertEquals(
                wanted.exitCode() == ExitCode.DONE, run.text().contains("Genuine"), run.text()));
      }
    }));
  }

  /** How the command ends, and how its last line begins. */
  private record Verdict(int exitCode, String begins) {

    static Verdict of(String name) {
      return switch (name) {
        case "genuine" -> new Verdict(ExitCode.DONE, "Genuine: ");
        case "forged" -> new Verdict(ExitCode.NOT_VERIFIED, "lethe: not verified: ");
        case "unreadable" -> new Verdict(ExitCode.UNREADABLE, "lethe: unreadable: ");
        default -> throw new IllegalArgumentException("no verdict is called " + name);
      };
    }
  }

  @Test
  void verify_keyAndItsId_areToldApartByName() {
    ReceiptRun run = verified("as-fetched.bin");
    assertAll(
        () -> assertTrue(run.text().matches("(?s).*signed by key +" + key + "\n.*"), run.text()),
        () -> assertTrue(run.text().matches("(?s).*key id +" + keyId + "\n.*"), run.text()),
        () -> assertTrue(run.lastLine().startsWith("Signed by that key"), run.text()));
  }

  @Test
  void verify_byAnotherKey_namesTheOneThatSignedAndItsId() {
    ReceiptRun run = verified("as-fetched.bin", "--key", key.replace('0', '1').replace('a', 'b'));
    assertEquals(ExitCode.NOT_VERIFIED, run.exitCode());
    assertEquals(
        "lethe: not verified: it is signed by another key, %s (key id %s)".formatted(key, keyId),
        run.text().strip());
  }

  @Test
  void verify_genuineButAboutAnotherRequest_nowhereSaysGenuine() {
    ReceiptRun run = verified(
        "as-fetched.bin", "--key", key, "--request-id", ReceiptRun.REQUEST_ID, "--user", "other");
    assertEquals(ExitCode.NOT_VERIFIED, run.exitCode());
    assertFalse(run.text().contains("Genuine"), run.text());
    assertEquals("lethe: not verified: it is about another request", run.lastLine());
  }

  @Test
  void verify_requestWhoseKeyIsDestroyed_saysThatNobodyCanTell() {
    ReceiptRun run = verified(
        "without-commitment-key.bin", "--key", key, "--request-id", ReceiptRun.REQUEST_ID, "--user",
        "other");
    assertEquals(ExitCode.NOT_VERIFIED, run.exitCode());
    assertTrue(run.lastLine().contains("was destroyed: nobody can tell"), run.text());
  }

  @Test
  void verify_noSuchFileOrAFolder_isUnreadableToo() {
    for (Path path : new Path[]{folder, folder.resolve("nothing")}) {
      ReceiptRun run = ReceiptRun.of("verify", path.toString(), "--key", key);
      assertEquals(ExitCode.UNREADABLE, run.exitCode(), run.text());
    }
  }

  @Test
  void consistency_noCheckpoint_isUnreadable() throws IOException {
    Path file = Files.writeString(folder.resolve("kept"), "no checkpoint");
    ReceiptRun run = ReceiptRun.of("consistency", file.toString(), "--key", key);
    assertEquals(ExitCode.UNREADABLE, run.exitCode(), run.text());
  }

  @Test
  void consistency_proofInAFile_isCheckedWithoutAServer() throws IOException {
    String note = checkpoint();
    String size = note.lines().toList().get(1);
    Path kept = Files.writeString(folder.resolve("kept"), note);
    String hash = note.lines().toList().get(2) + "\n";

    assertEquals(ExitCode.DONE, consistency(kept, "old " + size + "\n\n" + note));
    assertEquals(
        ExitCode.NOT_VERIFIED, consistency(kept, "old " + size + "\n" + hash + "\n" + note));
    assertEquals(
        ExitCode.NOT_VERIFIED,
        consistency(kept, "old " + size + "\n\n" + note.replaceFirst("\n\\d+\n", "\n1000000\n")));
    assertEquals(ExitCode.UNREADABLE, consistency(kept, "old 1000000\n\n" + note));
    assertEquals(ExitCode.UNREADABLE, consistency(kept, "no proof"));
    assertEquals(ExitCode.USAGE, consistency(kept, "old " + size + "\n\n" + note, kept.toString()));
  }

  /** Some ids are points of the curve, and some are none. */
  @Test
  void consistency_idInPlaceOfTheKey_saysThatTheKeyIsWanted() throws IOException {
    Path kept = Files.writeString(folder.resolve("kept"), checkpoint());
    Path proof = Files.writeString(
        folder.resolve("proof"),
        "old " + checkpoint().lines().toList().get(1) + "\n\n" + checkpoint());
    for (int digit = 0; digit < 16; digit++) {
      String id = keyId.substring(1) + Integer.toHexString(digit);
      ReceiptRun run = ReceiptRun
          .of("consistency", kept.toString(), "--key", id, "--proof", proof.toString());
      assertEquals(ExitCode.NOT_VERIFIED, run.exitCode());
      assertTrue(run.lastLine().endsWith("is a key's id, give the key itself"), run.text());
    }
  }

  @Test
  void consistency_twoFiles_areBothTaken() throws IOException {
    Path kept = Files.writeString(folder.resolve("kept"), checkpoint());
    ReceiptRun run = ReceiptRun.of(
        "consistency", kept.toString(), folder.resolve("later").toString(), "--key", key,
        "--server", "127.0.0.1:1");
    assertEquals(ExitCode.UNREADABLE, run.exitCode(), run.text());
    assertTrue(run.lastLine().contains("there is no file"), run.text());
  }

  @Test
  void checkpoint_whereOneIsKept_leavesItAlone() throws IOException {
    Path kept = Files.writeString(folder.resolve("kept"), checkpoint());
    ReceiptRun run = ReceiptRun
        .of("checkpoint", "--out", kept.toString(), "--server", "127.0.0.1:1");
    assertEquals(ExitCode.FAILED, run.exitCode(), run.text());
    assertTrue(run.lastLine().endsWith("is there already; it was left alone"), run.text());
    assertEquals(checkpoint(), Files.readString(kept));
  }

  private int consistency(Path kept, String proof, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("proof"), proof);
    String[] options = Stream
        .concat(Stream.of("--key", key, "--proof", file.toString()), Stream.of(more))
        .toArray(String[]::new);
    return ReceiptRun.of("consistency", kept.toString(), options).exitCode();
  }

  /** The checkpoint in a receipt: behind the first empty line of its proof. */
  private static String checkpoint() throws IOException {
    String proof = JsonParser
        .parseString(Files.readString(ReceiptRun.FIXTURES.resolve("as-fetched.json")))
        .getAsJsonObject()
        .get("transparencyProof")
        .getAsString();
    return proof.substring(proof.indexOf("\n\n") + 2);
  }
}
