package io.lethe.benchmarks.load;

import io.lethe.benchmarks.process.ProcessUse;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.UnlearningMethod;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From an accepted erasure of one user to the version without it being live, one request after
 * another. The server's own times are used (accepted to live) and the caller's clock (sent to
 * completed, receipt included).
 */
final class ErasureLatency {

  private final ServerProcess server;
  private final LetheClient client;
  private final String model;

  ErasureLatency(ServerProcess server, LetheClient client, String model) {
    this.server = server;
    this.client = client;
    this.model = model;
  }

  void run(List<String> users, int warmup) throws IOException {
    ProcessUse begin = ProcessUse.of(server.pid());
    List<Long> live = new ArrayList<>();
    List<Long> completed = new ArrayList<>();
    List<Long> ending = new ArrayList<>();
    Map<String, List<Long>> phases = new LinkedHashMap<>();
    long interactions = 0;
    for (int k = 0; k < users.size(); k++) {
      long sent = System.nanoTime();
      ErasureHandle handle = client.unlearn(ErasureRequest.ofUser(model, users.get(k)));
      Erasure erasure = handle.await(state -> {});
      long ended = System.nanoTime();
      if (k < warmup) {
        begin = ProcessUse.of(server.pid());
        continue;
      }
      interactions += erasure.counts().interactions();
      completed.add(ended - sent);
      ending.add(liveToPurged(erasure).toNanos());
      live.add(acceptedToLive(erasure).toNanos());
      for (Erasure.Phase phase : erasure.phases()) {
        phases.computeIfAbsent(phase.name(), name -> new ArrayList<>())
            .add(phase.duration().toNanos());
      }
    }
    Console.line(
        "one user erased at a time, %.0f interactions each on average (%d warm-up)",
        (double) interactions / live.size(), warmup);
    Console.line("accepted to live     %s", latencies(live));
    Console.line("live to purged       %s", latencies(ending));
    Console.line("sent to completed    %s", latencies(completed));
    phases.forEach((name, nanos) -> Console.line("  %-18s %s", name, latencies(nanos)));
    Console.line(
        "the server, each     %s",
        ProcessUse.of(server.pid()).since(begin).over(users.size() - warmup));
  }

  /** The same by retraining: what the updates are compared with. */
  void retrain(List<String> users) {
    List<Long> live = new ArrayList<>();
    for (String user : users) {
      ErasureRequest request = ErasureRequest.ofUser(model, user).by(UnlearningMethod.RETRAIN);
      live.add(acceptedToLive(client.unlearn(request).await(state -> {})).toNanos());
    }
    Console.line("by retraining        %s", latencies(live));
  }

  static Duration acceptedToLive(Erasure erasure) {
    Instant live = erasure.times().unlearned().orElseThrow();
    return Duration.between(erasure.times().received(), live);
  }

  private static Duration liveToPurged(Erasure erasure) {
    Erasure.Times times = erasure.times();
    return Duration.between(times.unlearned().orElseThrow(), times.purged().orElseThrow());
  }

  private static Latencies latencies(List<Long> nanos) {
    return new Latencies(nanos.stream().mapToLong(Long::longValue).toArray());
  }
}
