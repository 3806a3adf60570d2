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
import io.lethe.client.ModelVersion;
import io.lethe.client.TrainingRequest;
import io.lethe.installed.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Erasures use the residual budget up; the model is trained anew, and nobody notices. */
@ExtendWith(Installations.class)
final class BackgroundRetrainingTest {

  private static final String MODEL = Installation.MODEL;
  private static final Duration ERASURE_MAX = Duration.ofMinutes(3);
  private static final int ERASURES = 4;

  private final Server server;
  private final LetheClient client;

  BackgroundRetrainingTest(Installation installation) throws IOException {
    server = installation.serve(
        Map.of(
            "LETHE_RETRAINING_AUTOMATIC", "true", "LETHE_RETRAINING_RESIDUAL_BUDGET", "0.000001",
            "LETHE_RETRAINING_PAUSE_SECONDS", "0"));
    client = server.client();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void erasures_budgetUsedUp_trainedAnewWhileEverybodyIsServed() throws Exception {
    // The budget is taken when a version is trained.
    ModelVersion trained = client
        .train(TrainingRequest.of(MODEL, "mf").with(Installations.TRAINING_OPTIONS).from(7))
        .await(progress -> {}, Installations.TRAINING_MAX);
    AtomicBoolean stop = new AtomicBoolean();
    List<String> findings;
    ModelVersion retrained;
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<List<String>> caller = threads.submit(() -> call(stop));
      try {
        for (int k = 0; k < ERASURES; k++) {
          erase(SyntheticRatings.user(k));
        }
        retrained = awaitRetrained();
        erase(SyntheticRatings.user(ERASURES));
      } finally {
        stop.set(true);
      }
      findings = caller.get();
    }
    ModelVersion last = active();
    assertAll(
        () -> assertEquals(List.of(), findings),
        () -> assertTrue(retrained.name().number() > trained.name().number()),
        () -> assertTrue(retrained.parent().isEmpty(), "it descends from no other version"),
        () -> assertTrue(retrained.erasurePosition() >= 1),
        () -> assertEquals(ERASURES + 1, last.erasurePosition()),
        () -> assertFalse(last.holdsErasedData()));
    for (int k = 0; k <= ERASURES; k++) {
      String erased = SyntheticRatings.user(k);
      assertThrows(LetheException.class, () -> client.recommend(MODEL, erased, 10));
    }
  }

  private ModelVersion active() {
    return client.version(client.model(MODEL).activeVersion().orElseThrow());
  }

  private ModelVersion awaitRetrained() throws Exception {
    return Until.answer(this::active, now -> now.origin() == ModelVersion.Origin.RETRAINING);
  }

  private void erase(String user) {
    Erasure done = client.unlearn(ErasureRequest.ofUser(MODEL, user))
        .await(progress -> {}, ERASURE_MAX);
    assertEquals(Erasure.State.COMPLETED, done.state());
  }

  /** Asks for users that stay until told to stop; returns what failed. */
  private List<String> call(AtomicBoolean stop) {
    List<String> findings = new ArrayList<>();
    for (int number = 0; !stop.get(); number++) {
      int user = ERASURES + 1 + number % (SyntheticRatings.USERS - ERASURES - 1);
      try {
        assertFalse(client.recommend(MODEL, SyntheticRatings.user(user), 10).items().isEmpty());
      } catch (RuntimeException | AssertionError failed) {
        findings.add(failed.toString());
      }
    }
    return findings;
  }
}
