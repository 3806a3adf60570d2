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
    ReceiptVerifier byKey = trusting(listed.get("key").getAsString());
    ReceiptVerifier byKeyId = trusting(listed.get("keyId").getAsString());
    JsonObject verdicts = listed.getAsJsonObject("verdicts");
    assertTrue(verdicts.size() > 40);
    return verdicts.keySet().stream().map(name -> DynamicTest.dynamicTest(name, () -> {
      byte[] file = Files.readAllBytes(FIXTURES.resolve(name));
      assertEquals(verdicts.get(name).getAsString(), verdict(byKey, file));
      assertEquals(verdicts.get(name).getAsString(), verdict(byKeyId, file));
    }));
  }

  private static ReceiptVerifier trusting(String hex) {
    return ReceiptVerifier.trusting(List.of(HexFormat.of().parseHex(hex)));
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
