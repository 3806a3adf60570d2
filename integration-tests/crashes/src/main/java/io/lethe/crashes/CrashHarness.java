package io.lethe.crashes;

import io.lethe.client.ForgetTarget;
import io.lethe.client.LetheClient;
import io.lethe.client.TrainingRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Starts a server over one data folder, puts it under mixed load, kills it at a random moment, start
 * included, and starts it again: so many times. Then everything that was ever acknowledged must be
 * there, completed, once. Confined to one thread.
 */
final class CrashHarness {

  private static final String MODEL = "films";
  private static final int CLIENTS = 4;
  private static final Duration START_MAX = Duration.ofMinutes(5);
  private static final Duration END_MAX = Duration.ofMinutes(5);
  private static final int USERS_LEFT_MIN = 150;
  private static final int CHECKED_PER_START = 12;
  private static final int LOAD_MILLIS_MAX = 1000;
  /** On a busy machine a kill comes later: after so many calls, or fewer. */
  private static final int LOAD_CALLS_MAX = 100;
  private static final double KILLED_WHILE_STARTING = 0.2;
  private static final double KILLED_WHILE_IMPORTING = 0.2;
  private static final double RESTORED_AFTERWARDS = 0.2;
  private static final double KILLED_WHILE_COPYING = 0.3;
  private static final long NEVER_MILLIS = TimeUnit.MINUTES.toMillis(2);

  private final Installation installation;
  private final Journal journal;
  private final Population population;
  private final Trade trade;
  private final Random random;
  private final Tokens tokens;
  private Promises promises;
  private long startMillis = 1500;
  private boolean trainingDue = true;
  private int backups;

  CrashHarness(Installation installation, Journal journal, Tokens tokens, long seed) {
    this.installation = installation;
    this.journal = journal;
    this.tokens = tokens;
    this.population = new Population(seed);
    this.trade = Trade.of(MODEL, population, journal);
    this.random = new Random(seed);
    this.promises = new Promises(journal, new byte[32]);
  }

  /** Runs so many cycles, telling how each went; stops early when a promise was broken. */
  void run(int cycles) throws IOException, InterruptedException {
    for (int cycle = 1; cycle <= cycles && journal.violations().isEmpty(); cycle++) {
      journal.beginCycle(cycle);
      if (population.usersLeft() < USERS_LEFT_MIN) {
        replenish();
      }
      cycle();
    }
    journal.beginCycle(cycles + 1);
    end();
  }

  /** New people, and some who were erased: those must be left out. */
  private void replenish() throws IOException, InterruptedException {
    List<Population.Rating> ratings = new ArrayList<>(population.nextWave());
    for (Ask ask : journal.some(Ask.Standing.ACKNOWLEDGED, 20, random)) {
      if (ask.request().target() instanceof ForgetTarget.User(String user)) {
        ratings.add(new Population.Rating(user, ratings.getFirst().item(), 5));
      }
    }
    while (random.nextDouble() < KILLED_WHILE_IMPORTING) {
      boolean done = installation.imports(ratings, MODEL, random.nextLong(2 * startMillis));
      journal.note("import", done ? "done" : "killed");
    }
    boolean _ = installation.imports(ratings, MODEL, NEVER_MILLIS);
    journal.note("import", "done, %d rows", ratings.size());
    trainingDue = true;
  }

  /** In some cycles a backup is made before the load, and restored after the kill. */
  private void cycle() throws IOException, InterruptedException {
    long start = System.nanoTime();
    ServerProcess server = served();
    boolean early = !trainingDue && random.nextDouble() < KILLED_WHILE_STARTING;
    Duration patience = early ? Duration.ofMillis(random.nextLong(startMillis)) : START_MAX;
    if (!server.serves(patience)) {
      if (!early) {
        journal.violation("the server does not start: %s", server.output());
      }
      server.kill();
      journal.note("kill", "starting for %d ms", patience.toMillis());
      return;
    }
    startMillis = (System.nanoTime() - start) / 1_000_000;
    promises = new Promises(journal, server.receiptKey());
    Path backup = null;
    List<Thread> load = new ArrayList<>();
    try (Callers callers = callers(server)) {
      afterStart(callers);
      if (random.nextDouble() < RESTORED_AFTERWARDS) {
        backup = backup();
      }
      CountDownLatch calls = new CountDownLatch(random.nextInt(LOAD_CALLS_MAX));
      // What came in after a backup is not in it: then people are only forgotten.
      load(callers, load, calls, backup == null);
      long millis = random.nextLong(LOAD_MILLIS_MAX);
      TimeUnit.MILLISECONDS.sleep(millis);
      calls.await();
      server.kill();
      journal.note("kill", "started in %d ms, under load for %d ms or more", startMillis, millis);
      for (Thread thread : load) {
        thread.interrupt();
        thread.join();
      }
    }
    if (backup != null) {
      restore(backup);
    }
  }

  private ServerProcess served() throws IOException {
    return ServerProcess.of(tokens.guard(installation.command("serve", "--port", "0")));
  }

  /** An office for each life of the server: its requests of a day decide about its next one. */
  private Callers callers(ServerProcess server) {
    return server.callers(tokens, "office-" + journal.cycle());
  }

  /** A whole one, in a folder of its own; of those that were killed nothing is used. */
  private Path backup() throws IOException, InterruptedException {
    Path folder = newFolder();
    while (random.nextDouble() < KILLED_WHILE_COPYING) {
      copies("backup", folder, random.nextLong(2 * startMillis));
      folder = newFolder();
    }
    copies("backup", folder, NEVER_MILLIS);
    return folder;
  }

  private Path newFolder() {
    return installation.work().resolve("backup-" + backups++);
  }

  /** Puts a backup in the place of the folder that its server left, after some that were killed. */
  private void restore(Path backup) throws IOException, InterruptedException {
    while (random.nextDouble() < KILLED_WHILE_COPYING) {
      copies("restore", backup, random.nextLong(2 * startMillis));
    }
    copies("restore", backup, NEVER_MILLIS);
  }

  private void copies(String command, Path backup, long killAfterMillis)
      throws IOException, InterruptedException {
    boolean done = installation.runs(killAfterMillis, command, backup.toString());
    journal.note(command, done ? "done" : "killed");
  }

  private void load(Callers callers, List<Thread> load, CountDownLatch calls, boolean trading) {
    for (int k = 0; k < CLIENTS; k++) {
      MixedLoad mixed = load(callers);
      load.add(
          Thread.ofPlatform()
              .name("client-" + k)
              .start(() -> mixed.run(calls::countDown, trading)));
    }
  }

  private MixedLoad load(Callers callers) {
    return new MixedLoad(callers, MODEL, population, journal, promises, trade, random.nextLong());
  }

  /** What was told before the kill holds after it; what stayed unclear is sent again. */
  private void afterStart(Callers callers) {
    LetheClient client = callers.shop();
    MixedLoad mixed = load(callers);
    if (trainingDue) {
      var _ = client
          .train(TrainingRequest.of(MODEL, "mf").with(MixedLoad.TRAINING).from(random.nextInt(100)))
          .await(progress -> {}, END_MAX);
      trainingDue = false;
      journal.note("train", "new people");
    }
    journal.standing(Ask.Standing.UNCLEAR).forEach(ask -> mixed.tolerated(() -> mixed.send(ask)));
    journal.unfinished().forEach(ask -> mixed.tolerated(() -> mixed.look(ask)));
    journal.some(Ask.Standing.ACKNOWLEDGED, CHECKED_PER_START, random)
        .forEach(ask -> mixed.tolerated(() -> mixed.look(ask)));
    trade.settle(client);
    trade.checks(client, CHECKED_PER_START, random).forEach(mixed::tolerated);
    mixed.tolerated(() -> promises.versions(client, MODEL));
    mixed.tolerated(() -> promises.log(client));
  }

  /** Everything asked for ends, and each was done once. */
  private void end() throws IOException, InterruptedException {
    ServerProcess server = served();
    if (!server.serves(START_MAX)) {
      journal.violation("the server does not start: %s", server.output());
      return;
    }
    promises = new Promises(journal, server.receiptKey());
    try (Callers callers = callers(server)) {
      afterStart(callers);
      new FinalCheck(journal, promises, trade, this::load).check(callers);
    }
    server.stop();
  }
}
