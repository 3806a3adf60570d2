package io.lethe.clients;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Each README's quickstart, followed to the letter. */
@TestInstance(Lifecycle.PER_CLASS)
final class QuickstartTest {

  private final Path folder;
  private final Quickstarts quickstarts;

  QuickstartTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    quickstarts = Quickstarts.begin(Stage.installed());
  }

  @AfterAll
  void close() {
    quickstarts.close();
  }

  @TestFactory
  Stream<DynamicTest> everyQuickstart_followed_endsWithAVerifiedReceipt() throws Exception {
    return Quickstarts.present()
        .stream()
        .map(language -> DynamicTest.dynamicTest(language.id(), () -> follow(language)));
  }

  private void follow(Language language) throws Exception {
    Quickstart.Ended ended = quickstarts
        .follow(language, Files.createDirectory(folder.resolve(language.id())));
    assertTrue(ended.isVerified(), ended.text());
  }
}
