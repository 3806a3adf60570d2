package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.TrainingRequest;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import io.lethe.v1.ErrorReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that allocate without end, in a server with little memory. */
@ExtendWith(Installations.class)
final class EvilMemoryTest {

  private static final List<String> MODES = List.of("train hoards", "score hoards");
  private static final Map<String, String> LITTLE_MEMORY = Map.of(
      "LETHE_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dlethe.kernels=scalar -Xmx256m",
      "LETHE_RETRAINING_AUTOMATIC", "false");
  private static final int ROUNDS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Installation installation;

  EvilMemoryTest(Installation installation) {
    this.installation = installation;
  }

  private static String model(String mode) {
    return mode.replace(' ', '-');
  }

  @Test
  void hoardingPlugins_failAloneAgainAndAgain_andOthersAreServedAndForgotten(@TempDir Path work)
      throws Exception {
    Path csv = work.resolve("ratings.csv");
    new SyntheticRatings().writeCsv(csv);
    for (String mode : MODES) {
      EvilJars.install(installation.plugins(), mode);
      Distribution.Ended imported = installation
          .run("import", csv.toString(), "--model", model(mode));
      assertEquals(0, imported.exitCode(), imported.text());
    }
    try (Server server = installation.serve(LITTLE_MEMORY)) {
      LetheClient client = server.client();
      train(client, "score hoards");
      for (int round = 0; round < ROUNDS; round++) {
        assertRound(client, round);
      }
    }
  }

  private static void assertRound(LetheClient client, int round) {
    LetheException training = assertThrows(
        LetheException.class, () -> train(client, "train hoards"));
    LetheException scoring = assertThrows(
        LetheException.class,
        () -> client.recommend(model("score hoards"), SyntheticRatings.user(1), 5));
    Erasure erasure = client
        .unlearn(ErasureRequest.ofUser(Installation.MODEL, SyntheticRatings.user(50 + round)))
        .await(progress -> {}, PATIENCE);
    assertAll(
        () -> assertEquals(ErrorReason.PLUGIN_FAILED.name(), training.reason()),
        () -> assertTrue(String.valueOf(training.getMessage()).contains("memory")),
        () -> assertEquals(ErrorReason.PLUGIN_FAILED.name(), scoring.reason()),
        () -> assertEquals(Erasure.State.COMPLETED, erasure.state()), () -> assertEquals(
            10, client.recommend(Installation.MODEL, SyntheticRatings.user(1), 10).items().size()));
  }

  private static void train(LetheClient client, String mode) {
    var _ = client.train(TrainingRequest.of(model(mode), EvilJars.plugin(mode)))
        .await(progress -> {}, PATIENCE);
  }
}
