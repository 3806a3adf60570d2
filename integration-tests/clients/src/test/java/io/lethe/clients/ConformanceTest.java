package io.lethe.clients;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
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

  /** The clients are played at the same time, each through its scenarios one after the other. */
  @TestFactory
  Stream<DynamicNode> everyScenarioWithEveryClient() {
    return stage.languages().stream().map(this::begun).toList().stream();
  }

  private DynamicNode begun(Language language) {
    Executor one = Executors
        .newSingleThreadExecutor(Thread.ofPlatform().daemon().name(language.id()).factory());
    List<DynamicNode> tests = new ArrayList<>();
    for (Scenario scenario : stage.scenarios()) {
      CompletableFuture<Void> played = CompletableFuture
          .runAsync(() -> stage.play(language, scenario), one);
      tests.add(dynamicTest(language.id() + ": " + scenario.name(), () -> ended(played)));
    }
    return dynamicContainer(language.id(), tests);
  }

  private static void ended(CompletableFuture<Void> played) throws Throwable {
    try {
      played.get();
    } catch (ExecutionException failed) {
      throw failed.getCause();
    }
  }
}
