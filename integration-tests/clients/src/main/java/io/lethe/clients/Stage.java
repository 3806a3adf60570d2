package io.lethe.clients;

import com.google.gson.JsonObject;
import io.lethe.installed.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The world, a program of each language in it, and the scenarios. */
final class Stage implements AutoCloseable {

  private final World world;
  private final Supplies supplies;
  private final HarnessOperations harness;
  private final List<Scenario> scenarios;
  private final Map<Language, TesteeProcess> testees = new EnumMap<>(Language.class);

  /** Fair: whoever must be alone waits for those who play, and no longer. */
  private final ReadWriteLock turns = new ReentrantReadWriteLock(true);

  private Stage(World world, List<Scenario> scenarios) {
    this.world = world;
    this.supplies = new Supplies(world);
    this.harness = new HarnessOperations(world, supplies);
    this.scenarios = scenarios;
  }

  /**
   * Starts everything.
   *
   * @param folder empty, for the server's data
   */
  static Stage set(Path folder) throws Exception {
    return set(folder, Distribution.built());
  }

  /** The same with the server of another distribution. */
  static Stage set(Path folder, Distribution distribution) throws Exception {
    Path installed = installed();
    List<Scenario> scenarios = Scenario.in(installed.resolve("../../scenarios").normalize());
    List<Language> present = present(installed);
    Stage stage = new Stage(World.make(folder, distribution), scenarios);
    for (Language language : present) {
      stage.testees
          .put(language, TesteeProcess.start(language, installed.resolve(language.folder())));
    }
    return stage;
  }

  /** Where the clients are installed, one folder each. */
  static Path installed() {
    return Path.of(System.getProperty("lethe.clients", "no folder given"));
  }

  /** Those that were installed; of any other, why not must have been said. */
  static List<Language> present(Path installed) throws IOException {
    List<Language> present = new ArrayList<>();
    for (Language language : Language.values()) {
      Path folder = installed.resolve(language.folder());
      if (Files.isExecutable(folder.resolve("testee"))) {
        present.add(language);
      } else if (!Files.isRegularFile(folder.resolve("missing"))) {
        throw new IllegalStateException(
            "the %s client is not installed under %s; run these tests by 'mvn verify'"
                .formatted(language.id(), folder));
      }
    }
    return present;
  }

  List<Language> languages() {
    return List.copyOf(testees.keySet());
  }

  List<Scenario> scenarios() {
    return scenarios;
  }

  /** From as many threads at once as there are languages, each with one of its own. */
  void play(Language language, Scenario scenario) {
    Lock turn = scenario.alone() ? turns.writeLock() : turns.readLock();
    turn.lock();
    try {
      new Play(scenario, language, testee(language), supplies, harness).run();
    } finally {
      turn.unlock();
    }
  }

  private TesteeProcess testee(Language language) {
    TesteeProcess testee = testees.get(language);
    if (testee == null) {
      throw new IllegalArgumentException("the " + language.id() + " client is not installed");
    }
    return testee;
  }

  /** Has a client measure itself against the real server. */
  JsonObject bench(Language language, JsonObject arguments) {
    JsonObject client = new JsonObject();
    client.addProperty("name", "bench");
    client.addProperty("target", world.target(language));
    client.addProperty("ca", world.certificates().authority().toString());
    client.addProperty("token", world.tokens().issue("bench", "serve"));
    JsonObject answer = testee(language).call("bench", client, arguments);
    if (!answer.has("ok")) {
      throw new IllegalStateException(language.id() + ": " + answer);
    }
    return answer.getAsJsonObject("ok");
  }

  @Override
  public void close() throws IOException {
    for (TesteeProcess testee : testees.values()) {
      testee.close();
    }
    world.close();
  }
}
