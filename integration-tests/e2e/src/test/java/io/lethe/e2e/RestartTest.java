package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.BatchRecommendations;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.ModelVersion;
import io.lethe.client.Receipt;
import io.lethe.client.UnlearningMethod;
import io.lethe.installed.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a server knew, the next one over the same data folder knows, however the first one ended. */
@ExtendWith(Installations.class)
final class RestartTest {

  private static final String MODEL = Installation.MODEL;
  private static final Duration ERASURE_MAX = Duration.ofMinutes(3);

  /** Everything a caller can see. */
  private record Seen(
      ModelVersion version, BatchRecommendations answers, List<Erasure> erasures, Receipt receipt) {

    static Seen by(LetheClient client) {
      try (Stream<Erasure> listed = client.erasures()) {
        List<Erasure> erasures = listed.toList();
        return new Seen(
            client.version(client.model(MODEL).activeVersion().orElseThrow()),
            client.batchRecommend(MODEL, SyntheticRatings.users(), 10), erasures,
            client.erasure(erasures.getFirst().name()).receipt());
      }
    }
  }

  @Test
  void restart_inGoodOrderAndBySigkill_showsTheSame(Installation installation) throws Exception {
    Seen before;
    Seen afterStop;
    try (Server server = installation.serve()) {
      erase(server.client(), SyntheticRatings.user(5));
      erase(server.client(), SyntheticRatings.user(6));
      before = Seen.by(server.client());
    }
    try (Server server = installation.serve()) {
      afterStop = Seen.by(server.client());
      server.kill();
    }
    try (Server server = installation.serve()) {
      Seen afterKill = Seen.by(server.client());
      assertAll(() -> assertSame(before, afterStop), () -> assertSame(before, afterKill));
    }
  }

  @Test
  void restart_withAnErasureUnfinished_carriesItOn(Installation installation) throws Exception {
    // Retraining takes longer than a kill, except where the killer gets no processor.
    int user = 7;
    while (!isCarriedOn(installation, SyntheticRatings.user(user))) {
      user++;
      assertTrue(user < SyntheticRatings.USERS, "every kill came too late");
    }
  }

  /** Erases and kills; false if the erasure was done before the kill. */
  private static boolean isCarriedOn(Installation installation, String user) throws Exception {
    String erasure;
    Instant killed;
    try (Server server = installation.serve()) {
      ErasureRequest slow = ErasureRequest.ofUser(MODEL, user).by(UnlearningMethod.RETRAIN);
      erasure = server.client().unlearn(slow).name();
      server.kill();
      killed = Instant.now();
    }
    try (Server server = installation.serve()) {
      LetheException contained = assertThrows(
          LetheException.class, () -> server.client().recommend(MODEL, user, 10));
      Erasure end = server.client().erasure(erasure).await(progress -> {}, ERASURE_MAX);
      assertAll(
          () -> assertTrue(contained.reason().startsWith("USER_"), contained.reason()),
          () -> assertEquals(Erasure.State.COMPLETED, end.state()),
          () -> assertTrue(end.times().received().isBefore(killed), "accepted by the first"));
      return end.times().unlearned().orElseThrow().isAfter(killed);
    }
  }

  private static void erase(LetheClient client, String user) {
    Erasure _ = client.unlearn(ErasureRequest.ofUser(MODEL, user))
        .await(progress -> {}, ERASURE_MAX);
  }

  private static void assertSame(Seen before, Seen after) {
    assertAll(
        () -> assertEquals(before.version().name(), after.version().name()),
        () -> assertEquals(before.version().digest(), after.version().digest()),
        () -> assertEquals(before.answers(), after.answers()),
        () -> assertEquals(before.erasures(), after.erasures()),
        () -> assertEquals(before.receipt(), after.receipt()));
  }
}
