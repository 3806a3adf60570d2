package io.lethe.benchmarks.load;

import io.lethe.benchmarks.figures.Console;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasureRequest;
import io.lethe.client.ForgetTarget;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.ModelVersion;
import io.lethe.client.TrainingRequest;
import io.lethe.client.VersionName;
import io.lethe.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Recommend calls without pause while versions change: by erasures of users and of single
 * interactions, by trainings, by going back and forth between versions, and over restarts, half of
 * them by SIGKILL. One thread changes; several call.
 */
final class SwapRun {

  private static final String MODEL = "swaps";
  private static final SyntheticCsv RATINGS = new SyntheticCsv(3000, 400, 30);
  private static final int STEADY = 100;
  private static final int CALLERS = 6;
  private static final int TRAIN_EVERY = 20;
  private static final int RESTART_EVERY = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Map<String, String> OPTIONS = Map
      .of("factors", "8", "epochs-max", "2", "batch-size", "512", "learning-rate", "0.01");

  private final Path launcher;
  private final Path data;
  private final long callsMin;
  private final int swapsMin;
  private final Random random;
  private final SwapJournal journal = new SwapJournal();
  private int swaps;
  private int erasures;
  private int nextUser = STEADY;
  private int rollbacks;
  private int refusedRollbacks;
  private int restarts;

  /**
   * A run that ends when both are reached.
   *
   * @param seed of what is erased when
   */
  SwapRun(Path launcher, Path data, long callsMin, int swapsMin, long seed) {
    this.launcher = launcher;
    this.data = data;
    this.callsMin = callsMin;
    this.swapsMin = swapsMin;
    this.random = new Random(seed);
  }

  void run() throws IOException, InterruptedException {
    Path csv = data.resolveSibling("swaps.csv");
    RATINGS.write(csv);
    ServerProcess.run(launcher, data, "import", csv.toString(), "--model", MODEL);
    long begin = System.nanoTime();
    try (ServerProcess server = ServerProcess.start(launcher, data);
        LetheClient changing = server.client();
        LetheClient calling = server.client(false)) {
      train(changing);
      List<String> steady = RATINGS.userIds().subList(0, STEADY);
      SwapCaller caller = new SwapCaller(calling, MODEL, steady, journal);
      change(server, changing, caller);
      report(caller, (System.nanoTime() - begin) / 1e9);
    }
  }

  private void change(ServerProcess server, LetheClient client, SwapCaller caller)
      throws IOException, InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<?>> callers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
      try {
        for (int k = 0; k < CALLERS; k++) {
          int seed = k;
          callers.add(threads.submit(() -> caller.until(stop, seed)));
        }
        while (swaps < swapsMin || caller.calls() < callsMin) {
          step(server, client, caller);
        }
      } finally {
        stop.set(true);
      }
    }
    for (Future<?> each : callers) {
      joined(each);
    }
  }

  private static void joined(Future<?> caller) throws InterruptedException {
    try {
      caller.get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a caller failed", failed);
    }
  }

  private void step(ServerProcess server, LetheClient client, SwapCaller caller)
      throws IOException, InterruptedException {
    int before = swaps;
    if (nextUser < RATINGS.users()) {
      erase(client, caller);
    } else {
      backAndForth(client);
    }
    if (before / TRAIN_EVERY != swaps / TRAIN_EVERY) {
      backAndForth(client);
    }
    if (before / RESTART_EVERY != swaps / RESTART_EVERY) {
      restart(server, client, caller);
    }
  }

  /** One erasure, of a user or, every fourth time, of one interaction. */
  private void erase(LetheClient client, SwapCaller caller) {
    int user = nextUser++;
    ErasureHandle handle = asked(client, caller, user, random.nextInt(4) == 0);
    finish(handle);
  }

  private ErasureHandle asked(LetheClient client, SwapCaller caller, int user, boolean one) {
    String id = SyntheticCsv.user(user);
    erasures++;
    if (!one) {
      ErasureHandle handle = client.unlearn(ErasureRequest.ofUser(MODEL, id));
      journal.userAcknowledged(id);
      caller.touched(id);
      return handle;
    }
    String item = SyntheticCsv.item(RATINGS.itemOf(user, 0));
    ErasureHandle handle = client.unlearn(
        ErasureRequest.ofInteractions(MODEL, List.of(new ForgetTarget.Interaction(id, item))));
    journal.pairAcknowledged(id, item, handle.now().erasurePosition());
    caller.touched(id);
    return handle;
  }

  private void finish(ErasureHandle handle) {
    Erasure erasure = handle.await(progress -> {}, PATIENCE);
    VersionName version = erasure.unlearnedVersion().orElseThrow();
    journal.completed(version.number(), erasure.erasurePosition());
    swaps++;
  }

  /** A training, back to the version before it, forth again; and to one that must be refused. */
  private void backAndForth(LetheClient client) {
    VersionName before = active(client);
    VersionName trained = train(client);
    swaps++;
    if (activated(client, before)) {
      swaps++;
      rollbacks++;
      if (activated(client, trained)) {
        swaps++;
        rollbacks++;
      }
    }
    if (before.number() > 1) {
      boolean went = activated(client, new VersionName(MODEL, before.number() - 1));
      swaps += went ? 1 : 0;
      rollbacks += went ? 1 : 0;
    }
  }

  private boolean activated(LetheClient client, VersionName version) {
    try {
      ModelVersion _ = client.activate(version);
      return true;
    } catch (LetheException refused) {
      boolean expected = refused.is(ErrorReason.VERSION_HOLDS_ERASED_DATA)
          || refused.is(ErrorReason.VERSION_NOT_FOUND);
      if (!expected) {
        throw refused;
      }
      refusedRollbacks++;
      return false;
    }
  }

  private static VersionName active(LetheClient client) {
    return client.model(MODEL).activeVersion().orElseThrow();
  }

  private static VersionName train(LetheClient client) {
    return client.train(TrainingRequest.of(MODEL, "mf").with(OPTIONS))
        .await(progress -> {}, PATIENCE)
        .name();
  }

  /** In the middle of an erasure, if there is a user left to be erased. */
  private void restart(ServerProcess server, LetheClient client, SwapCaller caller)
      throws IOException, InterruptedException {
    ErasureHandle handle = nextUser < RATINGS.users()
        ? asked(client, caller, nextUser++, false)
        : null;
    if (restarts++ % 2 == 0) {
      server.kill();
    } else {
      server.stop();
    }
    Duration away = server.restart();
    Console.line(
        "%d swaps, %d calls; restarted in %.1f s", swaps, caller.calls(), away.toMillis() / 1e3);
    if (handle != null) {
      finish(handle);
    }
  }

  private void report(SwapCaller caller, double seconds) {
    Console.line("%s", caller);
    Console.line(
        "%d swaps: %d erasures, %d rollbacks, %d rollbacks refused, %d restarts; %.0f s, %.0f calls/s",
        swaps, erasures, rollbacks, refusedRollbacks, restarts, seconds, caller.calls() / seconds);
    Console.line("%s", journal);
    if (!journal.clean() || !caller.clean()) {
      throw new IllegalStateException("a promise was broken");
    }
  }
}
