package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.Recommendations;
import io.lethe.client.ScoredItem;
import io.lethe.client.VersionName;
import io.lethe.installed.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Versions change under callers who must not notice. */
@ExtendWith(Installations.class)
final class SwapsUnderLoadTest {

  private static final String MODEL = Installation.MODEL;
  private static final int CALLERS = 4;
  private static final int ERASURES = 20;
  private static final int ERASED_FROM = SyntheticRatings.USERS - ERASURES;
  private static final Duration ERASURE_MAX = Duration.ofMinutes(3);

  private final Server server;
  private final LetheClient client;
  private final Map<Asked, Answer> answers = new ConcurrentHashMap<>();

  private record Asked(VersionName version, String user) {}

  private record Answer(List<ScoredItem> items, long erasurePosition) {}

  SwapsUnderLoadTest(Installation installation) throws IOException {
    server = installation.serve();
    client = server.client();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void recommend_duringTwentySwaps_neverFailsNorMixesNorGoesBack() throws Exception {
    long first = client.model(MODEL).activeVersion().orElseThrow().number();
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<List<String>>> callers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
      try {
        for (int caller = 0; caller < CALLERS; caller++) {
          int offset = caller;
          callers.add(threads.submit(() -> call(stop, offset)));
        }
        for (int k = 0; k < ERASURES; k++) {
          Erasure _ = client
              .unlearn(ErasureRequest.ofUser(MODEL, SyntheticRatings.user(ERASED_FROM + k)))
              .await(progress -> {}, ERASURE_MAX);
        }
      } finally {
        stop.set(true);
      }
    }
    List<String> findings = new ArrayList<>();
    for (Future<List<String>> caller : callers) {
      findings.addAll(caller.get());
    }
    long last = client.model(MODEL).activeVersion().orElseThrow().number();
    long versionsSeen = answers.keySet().stream().map(Asked::version).distinct().count();
    assertAll(
        () -> assertEquals(List.of(), findings),
        () -> assertTrue(last >= first + ERASURES, "each erasure alone made a version"),
        () -> assertTrue(versionsSeen > 1, "the load saw " + versionsSeen + " versions"));
  }

  /** Calls without pause until told to stop; returns what was wrong with the answers. */
  private List<String> call(AtomicBoolean stop, int offset) {
    List<String> findings = new ArrayList<>();
    long newest = 0;
    for (int number = offset; !stop.get(); number++) {
      String user = SyntheticRatings.user(number * 7 % ERASED_FROM);
      try {
        Recommendations answer = client.recommend(MODEL, user, 10);
        long version = answer.version().number();
        if (version < newest) {
          findings.add("version %d after %d".formatted(version, newest));
        }
        newest = Math.max(newest, version);
        compare(user, answer, findings);
      } catch (RuntimeException failed) {
        findings.add(failed.toString());
      }
    }
    return findings;
  }

  private void compare(String user, Recommendations answer, List<String> findings) {
    Answer now = new Answer(answer.items(), answer.erasurePosition());
    Answer before = answers.putIfAbsent(new Asked(answer.version(), user), now);
    if (before != null && !before.equals(now)) {
      findings.add("%s answered %s, then %s".formatted(answer.version(), before, now));
    }
  }
}
