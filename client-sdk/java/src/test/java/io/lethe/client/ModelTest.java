package io.lethe.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.lethe.client.plugin.PluginChange;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.SetAliasRequest;
import io.lethe.v1.TrainModelRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelTest {

  private static final Duration ENOUGH = Duration.ofMinutes(2);

  private final TestServer server = new TestServer();
  private final LetheClient client = server.client().build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void models_all_typed() {
    assertEquals(
        List.of(
            new Model(
                "movies", Model.State.SERVING, Optional.of(new VersionName("movies", 3)), "mf", 17,
                0, OptionalLong.of(42),
                Optional.of(new Model.Learning(true, 40, 2, 0.5, Optional.of("too much"))),
                List.of(new Model.Alias("canary", new VersionName("movies", 2), 1_000, true)))),
        client.models().toList());
    assertEquals(client.models().toList().get(0), client.model("movies"));
  }

  @Test
  void versions_threePages_newestFirst() {
    List<ModelVersion> versions = client.versions("movies").toList();

    assertEquals(
        List.of(3L, 2L, 1L), versions.stream().map(version -> version.name().number()).toList());
    assertEquals(Optional.of(new VersionName("movies", 2)), versions.get(0).parent());
    assertEquals(OptionalDouble.of(0.77), versions.get(0).metrics().validationAuc());
    assertEquals(OptionalDouble.empty(), versions.get(0).metrics().gradientNorm());
    assertEquals(OptionalInt.of(23), versions.get(0).metrics().epochs());
    assertEquals(OptionalDouble.of(0.32), versions.get(0).metrics().ndcgAt10());
    assertEquals(OptionalDouble.empty(), versions.get(0).metrics().recallAt20());
    assertEquals(
        new ModelVersion.Training(Map.of("l2", "500"), 5, 1000), versions.get(0).training());
    assertEquals(versions.get(0), client.version(new VersionName("movies", 3)));
  }

  @Test
  void activate_versionWithErasedData_refused() {
    assertEquals(2, client.activate(new VersionName("movies", 2)).name().number());

    LetheException failure = assertThrows(
        LetheException.class, () -> client.activate(new VersionName("movies", 1)));
    assertEquals(Status.Code.FAILED_PRECONDITION, failure.status());
    assertTrue(failure.is(ErrorReason.VERSION_HOLDS_ERASED_DATA));
  }

  @Test
  void aliases_setChangedAndDeleted() {
    assertEquals(
        new Model.Alias("canary", new VersionName("movies", 3), 250, true),
        client.setAlias("movies", "canary", OptionalLong.of(3), OptionalInt.of(250)));
    assertEquals(
        new Model.Alias("canary", new VersionName("movies", 2), 1_000, true),
        client.setAlias("movies", "canary", OptionalLong.empty(), OptionalInt.empty()));
    List<SetAliasRequest> sent = server.faults.requests(SetAliasRequest.class);
    assertEquals(250, sent.get(0).getBasisPoints());
    assertFalse(sent.get(1).hasBasisPoints());
    client.deleteAlias("movies", "canary");
    LetheException failure = assertThrows(
        LetheException.class, () -> client.deleteAlias("movies", "other"));
    assertTrue(failure.is(ErrorReason.ALIAS_NOT_FOUND));
  }

  @Test
  void reloadPlugins_tellsWhatBecameOfEach() {
    assertEquals(
        List.of(
            new PluginChange(
                PluginChange.Outcome.REPLACED, "mine", "2", "ab", "mine.zip", Optional.empty()),
            new PluginChange(
                PluginChange.Outcome.REFUSED, "", "", "", "half.jar", Optional.of("it fails"))),
        client.reloadPlugins());
  }

  @Test
  void reloadPlugins_hasAMinuteMoreThanOtherCalls() {
    LetheClient hasty = client.within(Duration.ofNanos(1));
    assertThrows(LetheException.class, () -> hasty.model("movies"));
    assertEquals(2, hasty.reloadPlugins().size());
  }

  @Test
  void train_keptBeside_isAskedFor() {
    client.train(TrainingRequest.of("movies", "mf").keptBeside()).await(progress -> {}, ENOUGH);

    assertTrue(server.faults.requests(TrainModelRequest.class).get(0).getKeepBeside());
  }

  @Test
  void train_untilDone_progressThenTheVersion() {
    List<Integer> epochs = new ArrayList<>();
    List<OptionalInt> measured = new ArrayList<>();
    TrainingRequest request = TrainingRequest.of("movies", "mf")
        .with(Map.of("dimension", "48"))
        .from(7);

    ModelVersion version = client.train(request).await(progress -> {
      epochs.add(progress.epoch());
      measured.add(progress.validationEpoch());
    }, ENOUGH);

    assertEquals(List.of(0, 1, 2), epochs);
    assertEquals(List.of(OptionalInt.empty(), OptionalInt.of(1), OptionalInt.of(1)), measured);
    assertEquals(3, version.name().number());
    TrainModelRequest sent = server.faults.requests(TrainModelRequest.class).get(0);
    assertEquals("models/movies", sent.getModel());
    assertEquals(Map.of("dimension", "48"), sent.getOptionsMap());
    assertEquals(7, sent.getSeed());
    assertEquals(request.requestId().toString(), sent.getRequestId());
    assertFalse(sent.getSkipFinalFit());
  }

  @Test
  void train_withoutPluginAndFinalFit_leavesTheChoiceToTheServer() {
    client.train(TrainingRequest.of("movies").withoutFinalFit()).await(progress -> {}, ENOUGH);

    TrainModelRequest sent = server.faults.requests(TrainModelRequest.class).get(0);
    assertEquals("", sent.getPlugin());
    assertTrue(sent.getSkipFinalFit());
  }

  @Test
  void train_cancelled_awaitThrows() {
    TrainingHandle training = client.train(TrainingRequest.of("movies", "mf"));
    training.cancel();

    LetheException failure = assertThrows(
        LetheException.class, () -> training.await(progress -> {}, ENOUGH));

    assertEquals(Status.Code.CANCELLED, failure.status());
  }
}
