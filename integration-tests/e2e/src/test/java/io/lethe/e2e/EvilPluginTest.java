package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.TrainingRequest;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.plugin.PluginFailure;
import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.LetheServer;
import io.lethe.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plugins that do their worst, in one server: each fails alone, and the good model serves on. */
final class EvilPluginTest {

  private static final List<String> MODES = List.of(
      "good", "name errs", "spi errs", "trial throws", "train throws", "train errs", "train links",
      "train overflows", "train loops", "train nan", "train shape", "gradient loops",
      "gradient errs", "score throws", "score errs", "score links", "score overflows",
      "score loops", "score nan", "score shape", "score count", "score leaks");
  private static final int USERS = 12;
  private static final int ITEMS = 20;
  private static final String OVER = "lethe.evil.over";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private static Path folder;
  private static LetheServer server;
  private static LetheClient client;

  @BeforeAll
  static void start() throws IOException {
    System.clearProperty(OVER);
    Path plugins = folder.resolve("plugins");
    for (String mode : MODES) {
      EvilJars.install(plugins, mode);
    }
    Map<String, String> settings = Map.of(
        "listen.port", "0", "data.folder", folder.resolve("data").toString(), "plugins.folder",
        plugins.toString(), "plugins.scoring-millis-max", "3000", "plugins.solving-seconds-max",
        "5", "plugins.training-seconds-max", "5", "serving.threads", "2", "approval.share-above",
        "1", "limits.share-per-day", "1");
    server = LetheServer
        .start(ServerConfig.of(ConfigLoader.load(settings, Map.of(), null, Map.of())));
    client = LetheClient.builder("127.0.0.1:" + server.port())
        .plaintext()
        .deadline(PATIENCE)
        .build();
    MODES.forEach(EvilPluginTest::fill);
    train("good");
  }

  @AfterAll
  static void stop() {
    System.setProperty(OVER, "yes");
    client.close();
    server.close();
  }

  private static String model(String mode) {
    return mode.replace(' ', '-');
  }

  private static void fill(String mode) {
    int[] users = new int[USERS * ITEMS / 2];
    int[] items = new int[users.length];
    float[] values = new float[users.length];
    List<String> userIds = new ArrayList<>();
    List<String> itemIds = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      userIds.add(SyntheticRatings.user(user));
    }
    for (int item = 0; item < ITEMS; item++) {
      itemIds.add(SyntheticRatings.item(item));
    }
    for (int row = 0; row < users.length; row++) {
      users[row] = row % USERS;
      items[row] = (row % USERS + row / USERS) % ITEMS;
      values[row] = 1;
    }
    var _ = server.intake()
        .add(
            new ModelName(model(mode)),
            new InteractionColumns(userIds, itemIds, users, items, values));
  }

  private static void train(String mode) {
    var _ = client.train(TrainingRequest.of(model(mode), EvilJars.plugin(mode)))
        .await(progress -> {}, PATIENCE);
  }

  private static int recommended(String mode) {
    return client.recommend(model(mode), SyntheticRatings.user(1), 5).items().size();
  }

  private static void assertGoodOnesServed() {
    assertEquals(5, recommended("good"));
  }

  private static LetheException refused(Executable call) {
    LetheException refused = assertThrows(LetheException.class, call);
    assertFalse(String.valueOf(refused.getMessage()).contains("person-"), refused.getMessage());
    return refused;
  }

  @ParameterizedTest
  @ValueSource(strings = {"name errs", "spi errs"})
  void start_pluginErrsWhenAskedWhoItIs_isReportedAndTheServerStarts(String mode) {
    assertTrue(
        server.plugins()
            .failures()
            .stream()
            .map(PluginFailure::folder)
            .anyMatch(EvilJars.plugin(mode)::equals));
    assertGoodOnesServed();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"trial throws", "train throws", "train errs", "train links", "train overflows",
          "train loops", "train shape", "gradient loops", "gradient errs"})
  void train_pluginMisbehaves_trainingFailsAndGoodOnesAreServed(String mode) {
    LetheException refused = refused(() -> train(mode));
    assertEquals(ErrorReason.PLUGIN_FAILED.name(), refused.reason(), refused.getMessage());
    assertGoodOnesServed();
  }

  @Test
  void train_parametersAreNotFinite_trainingFails() {
    assertTrue(refused(() -> train("train nan")).is(ErrorReason.VERIFICATION_FAILED));
    assertGoodOnesServed();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"score throws", "score errs", "score links", "score overflows", "score nan",
          "score shape", "score count"})
  void recommend_pluginMisbehaves_callFailsAndGoodOnesAreServed(String mode) {
    train(mode);
    LetheException refused = refused(() -> recommended(mode));
    assertEquals(ErrorReason.PLUGIN_FAILED.name(), refused.reason(), refused.getMessage());
    assertGoodOnesServed();
  }

  /** More calls than serving threads: all are answered, by PLUGIN_FAILED, and others are served. */
  @Test
  void recommend_pluginLoops_callsFailThreadsAreReplacedAndGoodOnesAreServed() {
    train("score loops");
    for (int call = 0; call < 3; call++) {
      LetheException refused = refused(() -> recommended("score loops"));
      assertEquals(ErrorReason.PLUGIN_FAILED.name(), refused.reason(), refused.getMessage());
    }
    assertGoodOnesServed();
  }

  @Test
  void recommend_pluginLeaksThreads_isServedAndSoAreGoodOnes() {
    train("score leaks");
    assertEquals(5, recommended("score leaks"));
    assertGoodOnesServed();
  }

  @Test
  void unlearn_pluginLoopsOverAnother_erasureOfTheGoodModelCompletes() {
    refused(() -> train("train loops"));
    Erasure erasure = client
        .unlearn(ErasureRequest.ofUser(model("good"), SyntheticRatings.user(USERS - 1)))
        .await(progress -> {}, PATIENCE);
    assertEquals(Erasure.State.COMPLETED, erasure.state());
    assertGoodOnesServed();
  }

  @Test
  void unlearnAndTrain_runOnThreadsOfTheirOwn_servingThreadsScoreOnly() {
    Erasure _ = client
        .unlearn(ErasureRequest.ofUser(model("good"), SyntheticRatings.user(USERS - 2)))
        .await(progress -> {}, PATIENCE);
    assertGoodOnesServed();
    assertTrue(
        System.getProperty("lethe.evil.thread.train").startsWith("lethe-plugin-"),
        System.getProperty("lethe.evil.thread.train"));
    assertTrue(
        System.getProperty("lethe.evil.thread.trial").startsWith("lethe-plugin-"),
        System.getProperty("lethe.evil.thread.trial"));
    assertNotNull(System.getProperty("lethe.evil.thread.score"));
  }
}
