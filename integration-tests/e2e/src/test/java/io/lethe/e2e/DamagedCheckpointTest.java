package io.lethe.e2e;

import static io.lethe.e2e.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status.Code;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.lethe.client.LetheException;
import io.lethe.client.Model;
import io.lethe.client.TrainingRequest;
import io.lethe.installed.Server;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.UnlearningServiceGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint in which one byte has changed is refused, by name, and not served. */
@ExtendWith(Installations.class)
final class DamagedCheckpointTest {

  private static final String MODEL = Installation.MODEL;
  private static final String OTHER = "books";
  private static final String USER = SyntheticRatings.user(1);

  @Test
  void serve_flippedByteInTheParameters_saysNotServingAndNamesTheFile(Installation installation)
      throws Exception {
    flipLastByte(installation.parameters());
    try (Server server = installation.serve()) {
      var stub = RecommendationServiceGrpc.newBlockingStub(server.channel());
      RecommendRequest request = RecommendRequest.newBuilder()
          .setModel("models/" + MODEL)
          .setUser(USER)
          .setN(10)
          .build();
      LetheException refused = assertThrows(
          LetheException.class, () -> server.client().recommend(MODEL, USER, 10));
      assertAll(
          () -> assertEquals(ServingStatus.NOT_SERVING, health(server, "")),
          () -> assertEquals(
              ServingStatus.NOT_SERVING, health(server, RecommendationServiceGrpc.SERVICE_NAME)),
          () -> assertEquals(
              ServingStatus.SERVING, health(server, UnlearningServiceGrpc.SERVICE_NAME)),
          () -> assertEquals(Model.State.NOT_SERVING, server.client().model(MODEL).state()),
          () -> assertTrue(server.client().model(MODEL).activeVersion().isEmpty(), "active"),
          () -> assertRefused(
              Code.UNAVAILABLE, ErrorReason.MODEL_NOT_READY, List.of(USER),
              () -> stub.recommend(request)),
          () -> assertTrue(
              server.output().stream().anyMatch(line -> line.contains("model.safetensors")),
              () -> "the operator reads only " + server.output()),
          () -> assertTrue(
              String.valueOf(refused.getMessage()).contains("model.safetensors"),
              refused.getMessage()));
    }
  }

  /** Its rows, its versions, or all of it are gone or no folder: that stops this model, by name. */
  @Test
  void serve_oneModelsFolderRemovedOrNoFolder_theOtherModelAndTheServerServeOn(
      Installation installation, @TempDir Path work) throws Exception {
    trainAnother(installation, work.resolve("ratings.csv"));
    Path models = installation.data().resolve("models");
    Path kept = work.resolve("kept");
    Folders.copy(models.resolve(MODEL), kept);
    for (String part : List.of("", "versions", "interactions")) {
      for (boolean replaced : new boolean[]{false, true}) {
        Path gone = models.resolve(MODEL).resolve(part);
        Folders.delete(gone);
        if (replaced) {
          Files.writeString(gone, "no folder");
        }
        try (Server server = installation.serve()) {
          assertOnlyThatModelIsNotServed(server, gone + (replaced ? " is a file" : " is gone"));
        }
        Files.deleteIfExists(gone);
        if (Files.exists(models.resolve(MODEL))) {
          Folders.delete(models.resolve(MODEL));
        }
        Folders.copy(kept, models.resolve(MODEL));
      }
    }
  }

  private static void trainAnother(Installation installation, Path csv) throws Exception {
    new SyntheticRatings().writeCsv(csv);
    assertEquals(0, installation.run("import", csv.toString(), "--model", OTHER).exitCode());
    try (Server server = installation.serve()) {
      var _ = server.client()
          .train(TrainingRequest.of(OTHER, "mf").with(Installations.TRAINING_OPTIONS).from(7))
          .await(progress -> {}, Installations.TRAINING_MAX);
    }
  }

  private static void assertOnlyThatModelIsNotServed(Server server, String what) {
    LetheException refused = assertThrows(
        LetheException.class, () -> server.client().recommend(MODEL, USER, 10), what);
    assertAll(
        what, () -> assertEquals(ServingStatus.SERVING, health(server, "")),
        () -> assertEquals(
            ServingStatus.SERVING, health(server, RecommendationServiceGrpc.SERVICE_NAME)),
        () -> assertEquals(ServingStatus.NOT_SERVING, health(server, "models/" + MODEL)),
        () -> assertEquals(ServingStatus.SERVING, health(server, "models/" + OTHER)),
        () -> assertEquals(10, server.client().recommend(OTHER, USER, 10).items().size()),
        () -> assertEquals(Model.State.NOT_SERVING, server.client().model(MODEL).state()),
        () -> assertEquals(ErrorReason.MODEL_NOT_READY.name(), refused.reason()),
        () -> assertTrue(
            server.output()
                .stream()
                .anyMatch(
                    line -> line.contains("models/" + MODEL) && line.contains("is not served")),
            () -> "the operator reads only " + server.output()),
        () -> assertTrue(
            server.output().stream().noneMatch(line -> line.startsWith("\tat ")),
            () -> "a stack trace: " + server.output()));
  }

  private static ServingStatus health(Server server, String service) {
    return HealthGrpc.newBlockingStub(server.channel())
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private static void flipLastByte(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
  }
}
