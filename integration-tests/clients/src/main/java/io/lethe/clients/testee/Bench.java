package io.lethe.clients.testee;

import com.google.gson.JsonObject;
import io.grpc.CallOptions;
import io.grpc.stub.ClientCalls;
import io.lethe.client.LetheClient;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendationServiceGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What the client costs: its time over the bare stub's, and its memory over time. */
final class Bench {

  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long DEADLINE_SECONDS = 5;

  private final LetheClient client;
  private final Arguments arguments;
  private final RecommendRequest request;

  Bench(LetheClient client, Arguments arguments) {
    this.client = client;
    this.arguments = arguments;
    this.request = RecommendRequest.newBuilder()
        .setModel("models/" + arguments.text("model"))
        .setUser(arguments.text("user"))
        .setN(arguments.number("n"))
        .build();
  }

  JsonObject run() throws IOException, InterruptedException {
    long nanos = TimeUnit.SECONDS.toNanos(arguments.number("seconds"));
    return arguments.text("mode").equals("leak") ? leak(nanos) : overhead(nanos);
  }

  /** One caller; stub and client take turns, so that both see the same machine. */
  private JsonObject overhead(long nanos) {
    List<Long> raw = new ArrayList<>();
    List<Long> sdk = new ArrayList<>();
    long began = System.nanoTime();
    while (System.nanoTime() - began < nanos) {
      long start = System.nanoTime();
      stub();
      long middle = System.nanoTime();
      sdk();
      long end = System.nanoTime();
      if (start - began > Math.min(WARM_UP_NANOS, nanos / 3)) {
        raw.add(middle - start);
        sdk.add(end - middle);
      }
    }
    JsonObject json = new JsonObject();
    json.addProperty("calls", raw.size() + sdk.size());
    json.addProperty("rawP50Micros", medianMicros(raw));
    json.addProperty("sdkP50Micros", medianMicros(sdk));
    return json;
  }

  private JsonObject leak(long nanos) throws IOException, InterruptedException {
    LongAdder calls = new LongAdder();
    int callers = arguments.number("callers");
    CountDownLatch ended = new CountDownLatch(callers);
    long began = System.nanoTime();
    for (int caller = 0; caller < callers; caller++) {
      Thread.ofPlatform().start(() -> {
        while (System.nanoTime() - began < nanos) {
          sdk();
          calls.increment();
        }
        ended.countDown();
      });
    }
    TimeUnit.NANOSECONDS.sleep(Math.min(WARM_UP_NANOS, nanos / 3));
    long startBytes = residentBytes();
    if (!ended.await(2 * nanos, TimeUnit.NANOSECONDS)) {
      throw new IllegalStateException(ended.getCount() + " callers did not end");
    }
    JsonObject json = new JsonObject();
    json.addProperty("calls", calls.sum());
    json.addProperty("startBytes", startBytes);
    json.addProperty("endBytes", residentBytes());
    return json;
  }

  private void stub() {
    var _ = ClientCalls.blockingUnaryCall(
        client.channel(), RecommendationServiceGrpc.getRecommendMethod(),
        CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS), request);
  }

  private void sdk() {
    var _ = client
        .recommend(arguments.text("model"), arguments.text("user"), arguments.number("n"));
  }

  private static double medianMicros(List<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.get(sorted.size() / 2) / 1000.0;
  }

  /** As the system counts it, garbage included: what has grown from here on is the question. */
  private static long residentBytes() throws IOException {
    System.gc();
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("/proc/self/status names no VmRSS");
  }
}
