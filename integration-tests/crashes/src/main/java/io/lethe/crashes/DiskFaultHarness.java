package io.lethe.crashes;

import io.lethe.client.LetheClient;
import io.lethe.client.TrainingRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A server under mixed load whose disk is full now and then, or whose syncs fail. What it acknowledged
 * must be there, and it must go on by itself once the disk does. Confined to one thread.
 */
final class DiskFaultHarness {

  private static final String MODEL = "films";
  private static final int CLIENTS = 3;
  private static final Duration START_MAX = Duration.ofMinutes(1);
  private static final Duration TRAINING_MAX = Duration.ofMinutes(2);
  private static final long NEVER_MILLIS = TimeUnit.MINUTES.toMillis(2);
  private static final long LOAD_MILLIS = 2000;
  private static final int RESERVE_BYTES = Installation.RESERVE_MB << 20;

  private final Installation installation;
  private final Journal journal;
  private final Population population;
  private final Trade trade;
  private final Random random;
  private Promises promises;

  DiskFaultHarness(Installation installation, Journal journal, long seed) {
    this.installation = installation;
    this.journal = journal;
    this.population = new Population(seed);
    this.trade = Trade.of(MODEL, population, journal);
    this.random = new Random(seed);
    this.promises = new Promises(journal, new byte[32]);
  }

  private ProcessBuilder serve() {
    return installation.command("serve", "--port", "0");
  }

  private ServerProcess started() throws IOException {
    ServerProcess server = ServerProcess.of(serve());
    if (!server.serves(START_MAX)) {
      throw new IllegalStateException("the server does not start: " + server.output());
    }
    promises = new Promises(journal, server.receiptKey());
    return server;
  }

  private MixedLoad load(LetheClient client) {
    return new MixedLoad(
        Callers.one(client), MODEL, population, journal, promises, trade, random.nextLong());
  }

  private void finalCheck(LetheClient client) {
    new FinalCheck(journal, promises, trade, callers -> load(callers.shop()))
        .check(Callers.one(client));
  }

  private void importWave() throws IOException, InterruptedException {
    boolean _ = installation.imports(population.nextWave(), MODEL, NEVER_MILLIS);
  }

  private static void train(LetheClient client) {
    var _ = client.train(TrainingRequest.of(MODEL, "mf").with(MixedLoad.TRAINING).from(1))
        .await(progress -> {}, TRAINING_MAX);
  }

  /**
   * Fills the disk so many times: at first so far that something is left of the reserve, then to the
   * last byte; every third time the server is killed meanwhile and starts on the full disk.
   *
   * @param disk a small file system that the data folder is on
   */
  void fullDisk(Path disk, int rounds) throws IOException, InterruptedException {
    importWave();
    ServerProcess server = started();
    Path filler = disk.resolve("filler");
    try (LetheClient client = server.client()) {
      train(client);
    }
    for (int round = 1; round <= rounds && journal.violations().isEmpty(); round++) {
      journal.beginCycle(round);
      server = fullOnce(server, filler, round % 3 == 0);
    }
    server.stop();
  }

  private ServerProcess fullOnce(ServerProcess before, Path filler, boolean killed)
      throws IOException, InterruptedException {
    ServerProcess server = before;
    try (LetheClient client = server.client()) {
      underLoad(client, LOAD_MILLIS / 4);
      fill(filler, RESERVE_BYTES / 4 + random.nextInt(RESERVE_BYTES / 2));
      underLoad(client, LOAD_MILLIS);
      fill(filler, 0);
      underLoad(client, LOAD_MILLIS);
    }
    if (killed) {
      server.kill();
      journal.note("kill", "on the full disk");
      server = ServerProcess.of(serve());
      boolean serves = server.serves(START_MAX);
      journal
          .note(serves ? "start" : "no start", "on the full disk: %s", server.output().getLast());
      Files.delete(filler);
      server = serves ? server : started();
    } else {
      Files.delete(filler);
    }
    try (LetheClient client = server.client()) {
      underLoad(client, LOAD_MILLIS / 4);
      finalCheck(client);
    }
    return server;
  }

  /** Grows a file until only so much is left. */
  private void fill(Path filler, long left) throws IOException {
    FileStore disk = Files.getFileStore(filler.toAbsolutePath().resolveSibling("."));
    byte[] zeros = new byte[4096];
    long written = 0;
    try (OutputStream out = Files.newOutputStream(
        filler, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND)) {
      while (disk.getUsableSpace() > left) {
        out.write(zeros);
        written += zeros.length;
      }
    } catch (IOException full) {
      journal.note("full", "%s", full);
    }
    journal.note("fill", "%d bytes, %d are left", written, left);
  }

  private void underLoad(LetheClient client, long millis) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int k = 0; k < CLIENTS; k++) {
      MixedLoad mixed = load(client);
      threads.add(Thread.ofPlatform().name("client-" + k).start(() -> mixed.run(() -> {}, true)));
    }
    TimeUnit.MILLISECONDS.sleep(millis);
    for (Thread thread : threads) {
      thread.interrupt();
      thread.join();
    }
  }

  /**
   * Once a server serves, each of its threads' n-th sync fails and every third after it, n being 1 in
   * its first life and 2 in the second; then it is killed and starts on a disk that works. In every
   * second three lives each thread's syncs fail from the n-th on.
   */
  void failingSync(int lives) throws IOException, InterruptedException {
    importWave();
    ServerProcess first = started();
    try (LetheClient client = first.client()) {
      train(client);
    }
    first.stop();
    for (int life = 1; life <= lives && journal.violations().isEmpty(); life++) {
      journal.beginCycle(life);
      Path log = installation.work().resolve("strace-%d.txt".formatted(life));
      ServerProcess server = started();
      int n = 1 + (life - 1) % 3;
      Process strace = inject(server, log, n + (life % 6 < 3 ? "+3" : "+"));
      try (LetheClient client = server.client()) {
        underLoad(client, LOAD_MILLIS);
        strace.destroy();
        int _ = strace.waitFor();
        underLoad(client, LOAD_MILLIS / 4);
        finalCheck(client);
      }
      server.kill();
      countInjected(log);
      ServerProcess next = started();
      try (LetheClient client = next.client()) {
        finalCheck(client);
      }
      next.stop();
    }
  }

  private static Process inject(ServerProcess server, Path log, String when)
      throws IOException, InterruptedException {
    Process strace = new ProcessBuilder(
        "strace", "-f", "-qq", "-o", log.toString(), "-e", "trace=fsync,fdatasync", "-e",
        "inject=fsync,fdatasync:error=EIO:when=" + when, "-p", String.valueOf(server.pid()))
        .inheritIO()
        .start();
    TimeUnit.MILLISECONDS.sleep(LOAD_MILLIS / 2);
    return strace;
  }

  private void countInjected(Path log) throws IOException {
    try (var lines = Files.lines(log)) {
      lines.filter(line -> line.contains("(INJECTED)")).forEach(_ -> journal.count("failed sync"));
    }
  }
}
