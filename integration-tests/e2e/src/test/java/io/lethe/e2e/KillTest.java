package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.installed.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * SIGKILL at random moments of erasures. The load run {@code kills} of the benchmarks does the same
 * for longer.
 */
@ExtendWith(Installations.class)
final class KillTest {

  private static final String MODEL = Installation.MODEL;
  private static final Duration ERASURE_MAX = Duration.ofMinutes(3);
  private static final long SEED = 42;

  private final List<ErasureRequest> requests = List.of(
      ErasureRequest.ofUser(MODEL, SyntheticRatings.user(71)),
      ErasureRequest.ofUser(MODEL, SyntheticRatings.user(72)),
      ErasureRequest.ofItem(MODEL, SyntheticRatings.item(2)));

  @Test
  void kill_atRandomMomentsOfErasures_endsInTheParametersOfNoKills(
      Installation undisturbed, Installation killed) throws Exception {
    String trained = killed.parametersDigest();
    Duration longest = Duration.ZERO;
    try (Server server = undisturbed.serve()) {
      for (ErasureRequest request : requests) {
        long start = System.nanoTime();
        finish(server, request);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        longest = time.compareTo(longest) > 0 ? time : longest;
      }
    }

    Random random = new Random(SEED);
    for (ErasureRequest request : requests) {
      killWithin(killed, request, random.nextLong(longest.toNanos()));
    }

    assertNotEquals(trained, undisturbed.parametersDigest());
    assertEquals(undisturbed.parametersDigest(), killed.parametersDigest());
  }

  private static void killWithin(Installation installation, ErasureRequest request, long nanos)
      throws IOException {
    String acknowledged;
    try (Server server = installation.serve()) {
      CompletableFuture<Void> kill = CompletableFuture
          .runAsync(server::kill, CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS));
      CompletableFuture<String> sent = CompletableFuture
          .supplyAsync(() -> server.client().unlearn(request).name());
      kill.join();
      acknowledged = sent.exceptionally(notAcknowledged -> "")
          .completeOnTimeout("", 1, TimeUnit.SECONDS)
          .join();
    }
    try (Server server = installation.serve()) {
      if (!acknowledged.isEmpty()) {
        assertEquals(acknowledged, server.client().erasure(acknowledged).now().name());
      }
      assertEquals(Erasure.State.COMPLETED, finish(server, request).state());
    }
  }

  /** Sent again under the same request id: done once, whether the first sending arrived or not. */
  private static Erasure finish(Server server, ErasureRequest request) {
    return server.client().unlearn(request).await(progress -> {}, ERASURE_MAX);
  }
}
