package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.ModelVersion;
import io.lethe.client.Recommendations;
import io.lethe.client.TrainingRequest;
import io.lethe.client.plugin.PluginChange;
import io.lethe.client.plugin.PluginChange.Outcome;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import io.lethe.v1.ErrorReason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A family is replaced while a server serves it. */
@ExtendWith(Installations.class)
final class HotLoadTest {

  private static final String MODEL = Installation.MODEL;
  private static final String FAMILY = "stamped";
  private static final String LOADER = "io.lethe.engine.plugin.PluginClassLoader";
  private static final int STEP = 1000;
  private static final int CALLERS = 3;
  private static final int REPLACEMENTS = 5;
  private static final int COLLECTIONS_MAX = 50;
  private static final Duration ERASURE_MAX = Duration.ofMinutes(3);
  private static final String FORGOTTEN = SyntheticRatings.user(5);

  private final Installation installation;
  private final Path plugins;

  HotLoadTest(Installation installation) {
    this.installation = installation;
    this.plugins = installation.plugins();
    // Unused here, and 129 MB that each reload would digest.
    Folders.delete(plugins.resolve("nd4j"));
  }

  private static ModelVersion train(LetheClient client) {
    return client.train(TrainingRequest.of(MODEL, FAMILY))
        .await(progress -> {}, Installations.TRAINING_MAX);
  }

  private static int stamp(LetheClient client) {
    return stamp(client.recommend(MODEL, SyntheticRatings.user(9), 3));
  }

  private static int stamp(Recommendations answer) {
    return (int) (answer.items().getFirst().score() / STEP);
  }

  private static PluginChange of(List<PluginChange> changes, String entry) {
    return changes.stream()
        .filter(change -> change.entry().equals(entry))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void replacedUnderCalls_noneFailsNoneIsMixedAndTheLoadersAreGone() throws Exception {
    StampedJars.install(plugins, 1);
    Map<Long, Integer> stamps = new ConcurrentHashMap<>();
    AtomicBoolean stop = new AtomicBoolean();
    List<String> findings = new ArrayList<>();
    try (Server server = installation.serve();
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
      LetheClient client = server.client();
      long first = train(client).name().number();
      List<Future<List<String>>> callers = new ArrayList<>();
      try {
        for (int caller = 0; caller < CALLERS; caller++) {
          int offset = caller;
          callers.add(threads.submit(() -> call(client, stop, offset, stamps)));
        }
        for (int stamp = 2; stamp <= REPLACEMENTS + 1; stamp++) {
          StampedJars.install(plugins, stamp);
          PluginChange change = of(client.reloadPlugins(), FAMILY);
          assertEquals(Outcome.REPLACED, change.outcome());
          assertEquals(change.digest(), train(client).pluginDigest());
          assertEquals(stamp, stamp(client));
        }
      } finally {
        stop.set(true);
      }
      for (Future<List<String>> caller : callers) {
        findings.addAll(caller.get());
      }
      assertEquals(List.of(), findings);
      stamps.forEach((version, stamp) -> assertEquals(version - first + 1, (long) stamp));
      assertEquals(REPLACEMENTS + 1, stamps.size());
      // mf made the version before these; what it opened is open still.
      assertEquals(2, loadersLeft(server, 2), "class loaders of replaced plugins are left");
    }
  }

  /** Calls without pause; of each version the stamp that all its answers have. */
  private static List<String> call(
      LetheClient client, AtomicBoolean stop, int offset, Map<Long, Integer> stamps) {
    List<String> findings = new ArrayList<>();
    for (int number = offset; !stop.get(); number++) {
      try {
        Recommendations answer = client
            .recommend(MODEL, SyntheticRatings.user(number % SyntheticRatings.USERS), 5);
        int stamp = stamp(answer);
        Integer before = stamps.putIfAbsent(answer.version().number(), stamp);
        if (before != null && before != stamp) {
          findings.add("%s answered with %d and %d".formatted(answer.version(), before, stamp));
        }
      } catch (RuntimeException failed) {
        findings.add(failed.toString());
      }
    }
    return findings;
  }

  /** Asks for collections until no more than so many are left. */
  private static int loadersLeft(Server server, int wanted) throws Exception {
    int left = Integer.MAX_VALUE;
    for (int k = 0; k < COLLECTIONS_MAX && left > wanted; k++) {
      Process jcmd = new ProcessBuilder(
          Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
          String.valueOf(server.pid()), "GC.class_histogram").redirectErrorStream(true).start();
      String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, jcmd.waitFor(), histogram);
      left = histogram.lines()
          .map(line -> line.trim().split(" +"))
          .filter(columns -> columns.length > 3 && columns[3].equals(LOADER))
          .mapToInt(columns -> Integer.parseInt(columns[1]))
          .sum();
    }
    return left;
  }

  @Test
  void versionOfAnOlderBuild_goesOnWithIt_overErasureRemovalAndRestart() throws Exception {
    StampedJars.install(plugins, 1);
    String digest;
    try (Server server = installation.serve()) {
      LetheClient client = server.client();
      digest = train(client).pluginDigest();
      StampedJars.install(plugins, 2);
      assertEquals(Outcome.REPLACED, of(client.reloadPlugins(), FAMILY).outcome());
      assertEquals(1, stamp(client));
      Erasure erasure = client.unlearn(ErasureRequest.ofUser(MODEL, FORGOTTEN))
          .await(progress -> {}, ERASURE_MAX);
      assertEquals(Erasure.State.COMPLETED, erasure.state());
      assertEquals(digest, active(client).pluginDigest());
      assertEquals(1, stamp(client));
      Folders.delete(plugins.resolve(FAMILY));
      assertEquals(Outcome.REMOVED, of(client.reloadPlugins(), FAMILY).outcome());
      assertRefused(client);
    }
    try (Server server = installation.serve()) {
      LetheClient client = server.client();
      assertEquals(1, stamp(client));
      assertRefused(client);
      StampedJars.zip(plugins.resolve("stamped.zip"), 3);
      assertEquals(Outcome.ADDED, of(client.reloadPlugins(), "stamped.zip").outcome());
      assertEquals(1, stamp(client));
      ModelVersion _ = train(client);
      assertEquals(3, stamp(client));
    }
  }

  private static ModelVersion active(LetheClient client) {
    return client.version(client.model(MODEL).activeVersion().orElseThrow());
  }

  private static void assertRefused(LetheClient client) {
    LetheException refused = assertThrows(LetheException.class, () -> train(client));
    assertTrue(refused.is(ErrorReason.PLUGIN_NOT_FOUND), refused::toString);
  }

  @Test
  void reloadByCommand_namesWhatIsBadAndTakesTheRest() throws Exception {
    try (Server server = installation.serve()) {
      StampedJars.install(plugins, 1);
      Path _ = Files.writeString(plugins.resolve("half.jar"), "half a jar");
      Distribution.Ended ended = installation
          .run("plugin", "reload", "--server", server.channel().authority());
      assertAll(
          () -> assertEquals(1, ended.exitCode(), ended.text()),
          () -> assertTrue(ended.text().contains("added"), ended.text()),
          () -> assertTrue(
              ended.text().contains("plugin folder half.jar: half.jar is no readable jar"),
              ended.text()));
      Distribution.Ended audited = installation
          .run("audit", "--server", server.channel().authority());
      assertTrue(audited.text().contains("ReloadPlugins"), audited.text());
      ModelVersion version = train(server.client());
      assertEquals(FAMILY, version.plugin());
      assertTrue(version.pluginDigest().matches("[0-9a-f]{64}"), version.pluginDigest());
    }
  }
}
