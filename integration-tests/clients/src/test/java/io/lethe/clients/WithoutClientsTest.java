package io.lethe.clients;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code that public generators make of the contract erases somebody, to a verified receipt. */
@TestInstance(Lifecycle.PER_CLASS)
final class WithoutClientsTest {

  private final WithoutClients callers = WithoutClients.begin(Stage.installed());

  WithoutClientsTest() throws Exception {}

  @AfterAll
  void close() {
    callers.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "typescript"})
  void clientGeneratedOfOpenApi_erasure_endsWithAVerifiedReceipt(String generator)
      throws Exception {
    assertVerified(callers.generated(generator));
  }

  @Test
  void pageForOtherLanguages_followedInRust_endsWithAVerifiedReceipt(@TempDir Path folder)
      throws Exception {
    assertVerified(callers.rust(folder));
  }

  private static void assertVerified(WithoutClients.Ended ended) {
    assumeTrue(ended.missing().isEmpty(), ended.missing());
    assertTrue(ended.isVerified(), ended.text());
  }
}
