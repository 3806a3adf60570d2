package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.Model;
import io.lethe.client.ModelVersion;
import io.lethe.client.TrainingRequest;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A version trained beside answers for a share of the users, through a kill and an erasure. */
@ExtendWith(Installations.class)
final class AliasTripTest {

  private static final String MODEL = Installation.MODEL;
  private static final Duration ERASURE_MAX = Duration.ofMinutes(3);
  private static final double SHARE = 0.3;
  private static final String FORGOTTEN = SyntheticRatings.user(3);
  private static final String READER = SyntheticRatings.user(9);

  @Test
  void canary_killed_andAfterAnErasure_answersForTheSameShareWithoutTheErased(
      Installation installation) throws Exception {
    List<Boolean> before;
    long beside;
    try (Server server = installation.serve()) {
      LetheClient client = server.client();
      long active = activeNumber(client);
      ModelVersion trained = client.train(TrainingRequest.of(MODEL, "ease").keptBeside())
          .await(progress -> {}, Installations.TRAINING_MAX);
      beside = trained.name().number();
      assertFalse(trained.active());
      assertEquals(active, activeNumber(client));
      setByCommand(installation, server, beside);
      before = answeredByCanary(client);
      server.kill();
    }
    assertShare(before);
    try (Server server = installation.serve()) {
      LetheClient client = server.client();
      assertEquals(before, answeredByCanary(client));
      assertEquals(beside, canary(client).version().number());
      assertErasureReachesIt(client, beside);
      assertEquals(before, answeredByCanary(client));
      client.deleteAlias(MODEL, "canary");
      assertFalse(answeredByCanary(client).contains(true));
    }
  }

  private static long activeNumber(LetheClient client) {
    return client.model(MODEL).activeVersion().orElseThrow().number();
  }

  private static Model.Alias canary(LetheClient client) {
    return client.model(MODEL).aliases().getFirst();
  }

  private static void setByCommand(Installation installation, Server server, long version)
      throws Exception {
    String port = server.channel().authority();
    Distribution.Ended refused = installation.run(
        "alias", "set", MODEL, "canary", String.valueOf(version), "--share", "300%", "--server",
        port);
    Distribution.Ended set = installation.run(
        "alias", "set", MODEL, "canary", String.valueOf(version), "--share", "30%", "--server",
        port);
    Distribution.Ended listed = installation.run("models", MODEL, "--server", port);
    assertAll(
        () -> assertEquals(2, refused.exitCode(), refused.text()),
        () -> assertTrue(refused.text().contains("--share is 300%"), refused.text()),
        () -> assertEquals(0, set.exitCode(), set.text()),
        () -> assertTrue(
            listed.text()
                .contains("Alias canary: version %d, 30 %% of the users".formatted(version)),
            listed.text()));
  }

  /** Of each user that is not forgotten, in order, whether the alias's version answers. */
  private static List<Boolean> answeredByCanary(LetheClient client) {
    long active = activeNumber(client);
    return IntStream.range(0, SyntheticRatings.USERS)
        .mapToObj(SyntheticRatings::user)
        .filter(user -> !user.equals(FORGOTTEN))
        .map(user -> client.recommend(MODEL, user, 1).version().number() != active)
        .toList();
  }

  /** Five standard deviations of the binomial distribution. */
  private static void assertShare(List<Boolean> answered) {
    double share = answered.stream().filter(Boolean::booleanValue).count()
        / (double) answered.size();
    assertEquals(SHARE, share, 5 * Math.sqrt(SHARE * (1 - SHARE) / answered.size()));
  }

  private static void assertErasureReachesIt(LetheClient client, long beside) {
    LetheClient asked = client.byAlias("canary");
    assertFalse(asked.recommend(MODEL, FORGOTTEN, 5).items().isEmpty());
    var erasure = client.unlearn(ErasureRequest.ofUser(MODEL, FORGOTTEN));
    assertThrows(LetheException.class, () -> asked.recommend(MODEL, FORGOTTEN, 5));
    assertEquals(Erasure.State.COMPLETED, erasure.await(progress -> {}, ERASURE_MAX).state());
    Model.Alias after = canary(client);
    ModelVersion version = client.version(after.version());
    assertAll(
        () -> assertTrue(after.answering()), () -> assertTrue(after.version().number() > beside),
        () -> assertEquals(beside, version.trained().orElseThrow().number()),
        () -> assertEquals(1, version.erasurePosition()),
        () -> assertEquals(after.version(), asked.recommend(MODEL, READER, 5).version()),
        () -> assertEquals(
            "USER_NOT_FOUND",
            assertThrows(LetheException.class, () -> asked.recommend(MODEL, FORGOTTEN, 5))
                .reason()));
  }
}
