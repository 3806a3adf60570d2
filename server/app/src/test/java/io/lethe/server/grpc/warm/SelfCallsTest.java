package io.lethe.server.grpc.warm;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.grpc.admission.AdmissionControl;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendResponse;
import io.lethe.v1.RecommendationServiceGrpc.RecommendationServiceImplBase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SelfCallsTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final List<RecommendRequest> REQUESTS = IntStream.range(0, 50)
      .mapToObj(
          user -> RecommendRequest.newBuilder().setModel("models/m").setUser("user" + user).build())
      .toList();

  private final ExecutorService serving = Executors.newFixedThreadPool(2);
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  @AfterEach
  void stop() {
    serving.shutdownNow();
  }

  /** Answers every user whose name does not end in 9, unless it answers nobody. */
  private final class Service extends RecommendationServiceImplBase {

    private final boolean silent;

    Service(boolean silent) {
      this.silent = silent;
    }

    @Override
    public void recommend(RecommendRequest request, StreamObserver<RecommendResponse> observer) {
      asked.add(request.getUser());
      if (silent) {
        return;
      }
      if (request.getUser().endsWith("9")) {
        observer.onError(Status.NOT_FOUND.asRuntimeException());
      } else {
        observer.onNext(RecommendResponse.getDefaultInstance());
        observer.onCompleted();
      }
    }
  }

  private SelfCalls calls(boolean silent, LongSupplier nanoClock) {
    Executor none = Runnable::run;
    ServerConfig config = ServerConfig.of(ConfigLoader.load(Map.of(), Map.of(), null, Map.of()));
    AdmissionControl admission = new AdmissionControl(
        new AdmissionControl.CallThreads(serving, none, none, none, none, 2), config.callLimits(),
        System::nanoTime);
    return new SelfCalls(new Service(silent).bindService(), admission, nanoClock);
  }

  /** A clock that stands still until enough was asked, and then is behind every end. */
  private LongSupplier untilAsked(int count) {
    return () -> asked.size() < count ? 0 : 2 * LONG.toNanos();
  }

  @Test
  void during_asksByTurnsUntilTheTimeIsOver() throws IOException {
    SelfCalls.Outcome outcome = calls(false, untilAsked(500)).during(LONG, REQUESTS);

    long failing = asked.stream().filter(user -> user.endsWith("9")).count();
    assertAll(
        () -> assertTrue(asked.size() >= 500, asked.size() + " calls"),
        () -> assertEquals(50, asked.stream().distinct().count()),
        () -> assertEquals(asked.size(), outcome.answered() + outcome.failed()),
        () -> assertEquals(failing, outcome.failed()));
  }

  @Test
  void during_aServiceThatDoesNotAnswer_endsAllTheSame() throws IOException {
    AtomicLong first = new AtomicLong();
    LongSupplier sinceTheFirstCall = () -> {
      if (asked.isEmpty()) {
        return 0;
      }
      first.compareAndSet(0, System.nanoTime());
      return System.nanoTime() - first.get();
    };

    SelfCalls.Outcome outcome = calls(true, sinceTheFirstCall)
        .during(Duration.ofMillis(200), REQUESTS);

    assertAll(
        () -> assertFalse(asked.isEmpty()), () -> assertEquals(0, outcome.answered()),
        () -> assertTrue(outcome.failed() >= asked.size(), outcome.toString()));
  }

  @Test
  void during_noRequestsOrNoTime_callsNobody() throws IOException {
    AtomicLong looks = new AtomicLong();
    SelfCalls calls = calls(false, looks::incrementAndGet);

    SelfCalls.Outcome none = new SelfCalls.Outcome(0, 0);
    assertEquals(none, calls.during(LONG, List.of()));
    assertEquals(none, calls.during(Duration.ZERO, REQUESTS));
    assertTrue(asked.isEmpty());
  }
}
