package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.lethe.installed.Distribution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The verifier that shares no code with ours, on the files that every verifier is held against. */
final class ReceiptFixturesTest {

  private static final Path FIXTURES = Path.of("..", "receipts", "fixtures");

  @TestFactory
  Stream<DynamicTest> verify_sharedFixture_hasTheVerdictOfEveryVerifier() throws Exception {
    assumeTrue(PythonVerifier.isThere(), "python3 is not on the PATH");
    JsonObject listed = JsonParser.parseString(Files.readString(FIXTURES.resolve("verdicts.json")))
        .getAsJsonObject();
    JsonObject verdicts = listed.getAsJsonObject("verdicts");
    assertTrue(verdicts.size() > 40);
    return verdicts.keySet()
        .stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> verify(listed, name)));
  }

  private static void verify(JsonObject listed, String name) throws Exception {
    Path file = FIXTURES.resolve(name).toAbsolutePath().normalize();
    String verdict = listed.getAsJsonObject("verdicts").get(name).getAsString();
    for (String key : new String[]{"key", "keyId"}) {
      Distribution.Ended ended = PythonVerifier
          .run("verify_receipt.py", file, listed.get(key).getAsString());
      assertAll(
          () -> assertEquals(exitCode(verdict), ended.exitCode(), ended.text()), () -> assertEquals(
              verdict.equals("genuine"), ended.text().startsWith("genuine: "), ended.text()));
    }
  }

  private static int exitCode(String verdict) {
    return switch (verdict) {
      case "genuine" -> 0;
      case "forged" -> 1;
      case "unreadable" -> 3;
      default -> throw new IllegalArgumentException("no verdict is called " + verdict);
    };
  }
}
