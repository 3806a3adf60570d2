package io.lethe.benchmarks.load;

import io.lethe.benchmarks.figures.Console;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Kills the server with SIGKILL at a random moment of each of several erasures and starts it again.
 * Afterwards every acknowledged erasure must be completed and the parameters bit-equal to those of
 * the same erasures without kills.
 */
final class KillCycles {

  private static final Duration END_MAX = Duration.ofMinutes(1);

  private final Path launcher;
  private final String model;
  private final long seed;

  KillCycles(Path launcher, String model, long seed) {
    this.launcher = launcher;
    this.model = model;
    this.seed = seed;
  }

  /** Runs the erasures undisturbed; returns each one's time from sending to completion. */
  List<Duration> undisturbed(Path data, List<ErasureRequest> requests)
      throws IOException, InterruptedException {
    List<Duration> durations = new ArrayList<>();
    try (ServerProcess server = ServerProcess.start(launcher, data);
        LetheClient client = server.client()) {
      for (ErasureRequest request : requests) {
        long start = System.nanoTime();
        client.unlearn(request).await(state -> {}, END_MAX);
        durations.add(Duration.ofNanos(System.nanoTime() - start));
      }
    }
    return durations;
  }

  /** Runs the same erasures, with a kill in each; returns how many had been acknowledged by then. */
  int killed(Path data, List<ErasureRequest> requests, Duration window)
      throws IOException, InterruptedException {
    Random random = new Random(seed);
    int acknowledged = 0;
    try (ServerProcess server = ServerProcess.start(launcher, data)) {
      for (ErasureRequest request : requests) {
        long delay = random.nextLong(window.toNanos());
        CompletableFuture<String> sent = send(server, request);
        TimeUnit.NANOSECONDS.sleep(delay);
        server.kill();
        String name = sent.exceptionally(refused -> "")
            .completeOnTimeout("", 1, TimeUnit.SECONDS)
            .join();
        Duration start = server.restart();
        acknowledged += name.isEmpty() ? 0 : 1;
        Erasure end = finish(server, request, name);
        Console.line(
            "killed after %7.2f ms, %s, serves again after %5d ms, %s", delay / 1e6,
            name.isEmpty() ? "not acknowledged" : "acknowledged    ", start.toMillis(),
            end.state());
      }
    }
    return acknowledged;
  }

  private static CompletableFuture<String> send(ServerProcess server, ErasureRequest request) {
    return CompletableFuture.supplyAsync(() -> {
      try (LetheClient client = server.client()) {
        return client.unlearn(request).name();
      }
    });
  }

  /** An acknowledged erasure must be there by name; another is sent again under the same id. */
  private static Erasure finish(ServerProcess server, ErasureRequest request, String name) {
    try (LetheClient client = server.client()) {
      return name.isEmpty()
          ? client.unlearn(request).await(state -> {}, END_MAX)
          : client.erasure(name).await(state -> {}, END_MAX);
    }
  }

  /** SHA-256 of the parameters of the one version a model has left on disk. */
  String parameters(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      List<Path> tensors = files.filter(file -> file.endsWith("model.safetensors"))
          .filter(file -> file.toString().contains(model))
          .toList();
      if (tensors.size() != 1) {
        throw new IllegalStateException(tensors.size() + " versions on disk; 1 is expected");
      }
      byte[] bytes = Files.readAllBytes(tensors.getFirst());
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
