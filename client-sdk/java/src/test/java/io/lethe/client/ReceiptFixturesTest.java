package io.lethe.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.lethe.client.ReceiptVerification.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every verifier of receipts has the same verdict on each of the shared files. */
class ReceiptFixturesTest {

  private static final Path FIXTURES = Path.of("../../integration-tests/receipts/fixtures");

  @TestFactory
  Stream<DynamicTest> verify_sharedFixture_hasTheVerdictOfEveryVerifier() throws IOException {
    JsonObject listed = JsonParser.parseString(Files.readString(FIXTURES.resolve("verdicts.json")))
        .getAsJsonObject();
    byte[] key = HexFormat.of().parseHex(listed.get("key").getAsString());
    ReceiptVerifier verifier = ReceiptVerifier.trusting(List.of(key));
    JsonObject verdicts = listed.getAsJsonObject("verdicts");
    assertTrue(verdicts.size() > 40);
    return verdicts.keySet()
        .stream()
        .map(
            name -> DynamicTest.dynamicTest(
                name,
                () -> assertEquals(
                    verdicts.get(name).getAsString(),
                    verdict(verifier, Files.readAllBytes(FIXTURES.resolve(name))))));
  }

  private static String verdict(ReceiptVerifier verifier, byte[] file) {
    Receipt receipt;
    try {
      receipt = Receipt.parse(file);
    } catch (IllegalArgumentException noReceipt) {
      return "unreadable";
    }
    if (!(verifier.verify(receipt) instanceof Rejected rejected)) {
      return "genuine";
    }
    return switch (rejected.defect()) {
      case STATEMENT_UNREADABLE, STATEMENT_VERSION_UNKNOWN -> "unreadable";
      default -> "forged";
    };
  }
}
