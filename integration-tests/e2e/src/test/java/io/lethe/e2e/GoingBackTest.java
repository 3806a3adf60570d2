package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.ModelVersion;
import io.lethe.client.Receipt;
import io.lethe.client.Recommendations;
import io.lethe.client.TrainingRequest;
import io.lethe.client.VersionName;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import io.lethe.v1.ReceiptStatement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A bad training, erasures since, and back to the good one, by the commands that the README names. */
@ExtendWith(Installations.class)
final class GoingBackTest {

  private static final String MODEL = Installation.MODEL;
  private static final Duration ERASURE_MAX = Duration.ofMinutes(3);

  @Test
  void activate_afterTwoErasures_theEarlierTrainingAnswersWithoutTheErased(
      Installation installation) throws Exception {
    List<String> erased = List.of(SyntheticRatings.user(5), SyntheticRatings.user(6));
    try (Server server = installation.serve()) {
      LetheClient client = server.client();
      train(client, "ease");
      train(client, "ials");
      assertEquals(List.of(1L, 2L, 3L), destroyed(erase(client, erased.getFirst())));
      assertEquals(3, destroyed(erase(client, erased.getLast())).size());
      String port = server.channel().authority();
      Distribution.Ended refused = installation.run("activate", MODEL, "2", "--server", port);
      ModelVersion kept = kept(client);
      String number = String.valueOf(kept.name().number());
      Distribution.Ended listed = installation.run("models", MODEL, "--server", port);
      Distribution.Ended activated = installation.run("activate", MODEL, number, "--server", port);
      assertAll(
          () -> assertFalse(refused.exitCode() == 0, refused.text()),
          () -> assertTrue(refused.text().contains(kept.name() + " is of the same training")),
          () -> assertTrue(listed.text().contains("goes back to one that is kept")),
          () -> assertEquals(0, activated.exitCode(), activated.text()));
      assertAnswers(client, kept, erased);
    }
    try (Server server = installation.serve()) {
      erase(server.client(), SyntheticRatings.user(7));
      assertEquals(
          2,
          server.client()
              .version(server.client().model(MODEL).activeVersion().orElseThrow())
              .trained()
              .orElseThrow()
              .number());
    }
  }

  private static void train(LetheClient client, String family) throws Exception {
    client.train(TrainingRequest.of(MODEL, family))
        .await(progress -> {}, Installations.TRAINING_MAX);
  }

  private static Receipt erase(LetheClient client, String user) {
    var handle = client.unlearn(ErasureRequest.ofUser(MODEL, user));
    assertEquals(Erasure.State.COMPLETED, handle.await(progress -> {}, ERASURE_MAX).state());
    return handle.receipt();
  }

  /** Numbers of the versions that held the data, as the receipt has them. */
  private static List<Long> destroyed(Receipt receipt) throws InvalidProtocolBufferException {
    return ReceiptStatement.parseFrom(receipt.statement())
        .getDestroyedVersionsList()
        .stream()
        .map(gone -> VersionName.parse(gone.getVersion()).number())
        .sorted()
        .toList();
  }

  private static ModelVersion kept(LetheClient client) {
    List<ModelVersion> versions = client.versions(MODEL).toList();
    assertTrue(versions.stream().filter(ModelVersion::activatable).count() <= 3);
    return versions.stream()
        .filter(
            version -> version.activatable()
                && version.trained().filter(trained -> trained.number() == 2).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static void assertAnswers(LetheClient client, ModelVersion kept, List<String> erased) {
    Recommendations answer = client.recommend(MODEL, SyntheticRatings.user(9), 10);
    assertEquals(kept.name(), answer.version());
    assertEquals("ease", kept.plugin());
    for (String user : erased) {
      assertEquals(
          "USER_NOT_FOUND",
          assertThrows(LetheException.class, () -> client.recommend(MODEL, user, 10)).reason());
    }
  }
}
