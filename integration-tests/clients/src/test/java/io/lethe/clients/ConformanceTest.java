package io.lethe.clients;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Every scenario with every client whose tools this machine has. */
@TestInstance(Lifecycle.PER_CLASS)
final class ConformanceTest {

  private final Stage stage;

  ConformanceTest(@TempDir Path folder) throws Exception {
    stage = Stage.set(folder);
  }

  @AfterAll
  void close() throws Exception {
    stage.close();
  }

  @TestFactory
  Stream<DynamicNode> everyScenarioWithEveryClient() {
    return stage.languages()
        .stream()
        .map(
            language -> dynamicContainer(
                language.id(),
                stage.scenarios()
                    .stream()
                    .map(
                        scenario -> dynamicTest(
                            language.id() + ": " + scenario.name(),
                            () -> stage.play(language, scenario)))));
  }
}
