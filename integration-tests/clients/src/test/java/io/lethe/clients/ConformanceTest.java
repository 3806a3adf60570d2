package io.lethe.clients;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
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

  /** More would only wait for each other, and run into the deadlines that they test. */
  private static final int PLAYERS_AT_ONCE = 3;

  private final Stage stage;

  ConformanceTest(@TempDir Path folder) throws Exception {
    stage = Stage.set(folder);
  }

  @AfterAll
  void close() throws Exception {
    stage.close();
  }

  /** Several clients are played at once, each through its scenarios one after the other. */
  @TestFactory
  Stream<DynamicNode> everyScenarioWithEveryClient() {
    ThreadFactory threads = Thread.ofPlatform().daemon().name("player-", 0).factory();
    ExecutorService players = Executors.newFixedThreadPool(PLAYERS_AT_ONCE, threads);
    return stage.languages().stream().map(language -> begun(language, players)).toList().stream();
  }

  private DynamicNode begun(Language language, Executor players) {
    List<DynamicNode> tests = new ArrayList<>();
    List<FutureTask<?>> plays = new ArrayList<>();
    for (Scenario scenario : stage.scenarios()) {
      FutureTask<?> play = new FutureTask<>(() -> stage.play(language, scenario), null);
      plays.add(play);
      tests.add(dynamicTest(language.id() + ": " + scenario.name(), () -> ended(play)));
    }
    players.execute(() -> plays.forEach(FutureTask::run));
    return dynamicContainer(language.id(), tests);
  }

  private static void ended(Future<?> play) throws Throwable {
    try {
      play.get();
    } catch (ExecutionException failed) {
      throw failed.getCause();
    }
  }
}
