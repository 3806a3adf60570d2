package io.lethe.benchmarks.load;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.lethe.benchmarks.process.Stopping;
import io.lethe.client.LetheClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Lethe server in a process of its own, which can be killed. Confined to one thread. */
public final class ServerProcess implements AutoCloseable {

  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final Duration STOP_MAX = Duration.ofSeconds(30);
  private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");
  private static final Duration POLL = Duration.ofMillis(5);

  private final Path launcher;
  private final Path data;
  private final int port;
  private final Map<String, String> settings;
  private Process process;
  private Started started = new Started(Duration.ZERO, Duration.ZERO);

  /**
   * How long the last start took, from the launcher's first line.
   *
   * @param listening until the port takes connections
   * @param serving until health says SERVING
   */
  public record Started(Duration listening, Duration serving) {}

  private ServerProcess(Path launcher, Path data, int port, Map<String, String> settings)
      throws IOException {
    this.launcher = launcher;
    this.data = data;
    this.port = port;
    this.settings = Map.copyOf(settings);
    this.process = command("serve").start();
  }

  /** Starts a server over a data folder and waits until it serves. */
  public static ServerProcess start(Path launcher, Path data)
      throws IOException, InterruptedException {
    return start(launcher, data, Map.of());
  }

  /** The same with settings, as variables of its environment. */
  public static ServerProcess start(Path launcher, Path data, Map<String, String> settings)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    ServerProcess server = new ServerProcess(launcher, data, freePort(), settings);
    server.awaitServing(begin);
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Copies a folder of a server that is stopped. */
  public static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  /** Runs another command of the launcher over the same data folder, to its end. */
  public static void run(Path launcher, Path data, String... arguments)
      throws IOException, InterruptedException {
    Process process = command(launcher, data, 0, arguments).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          "lethe " + String.join(" ", arguments) + " ended with " + process.exitValue());
    }
  }

  /** How long a command takes that only prints. */
  public static Duration timed(Path launcher, Path data, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = command(launcher, data, 0, arguments)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT);
    long begin = System.nanoTime();
    if (builder.start().waitFor() != 0) {
      throw new IllegalStateException("lethe " + String.join(" ", arguments) + " failed");
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private ProcessBuilder command(String... arguments) {
    ProcessBuilder builder = command(launcher, data, port, arguments)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(settings);
    return builder;
  }

  private static ProcessBuilder command(Path launcher, Path data, int port, String... arguments) {
    List<String> line = new ArrayList<>(List.of(launcher.toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("LETHE_DATA_FOLDER", data.toString());
    builder.environment().put("LETHE_LISTEN_PORT", Integer.toString(port));
    // Erasures are measured, and compared to the bit; a retraining in between would be neither.
    builder.environment().put("LETHE_RETRAINING_AUTOMATIC", "false");
    // One caller erases more than anybody should: what stops that is tested elsewhere.
    builder.environment().put("LETHE_LIMITS_ERASURES_PER_HOUR", "1000000");
    builder.environment().put("LETHE_LIMITS_SHARE_PER_DAY", "1");
    builder.environment().put("LETHE_APPROVAL_SHARE_ABOVE", "1");
    return builder;
  }

  /** A client of its own for the caller to close. */
  public LetheClient client() {
    return client(true);
  }

  /** The same; says whether it asks for versions that reflect what it erased itself. */
  LetheClient client(boolean readYourErasures) {
    return LetheClient.builder("127.0.0.1:" + port)
        .plaintext()
        .readYourErasures(readYourErasures)
        .deadline(Duration.ofSeconds(30))
        .build();
  }

  /** A client with an identity, for the caller to close. */
  LetheClient client(String token) {
    return LetheClient.builder("127.0.0.1:" + port)
        .token(() -> token)
        .deadline(Duration.ofSeconds(30))
        .build();
  }

  /** A bare channel for the caller to shut down. */
  public ManagedChannel channel() {
    return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  /** Where it listens, on loopback. */
  int port() {
    return port;
  }

  /** The server's process. */
  public long pid() {
    return process.pid();
  }

  /** The processors' time that the server used so far. */
  double processorSeconds() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  /** SIGKILL: no shutdown code runs. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** SIGTERM: it ends in good order. */
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  /** Heap in use after a full collection, which this asks for. */
  public double heapMegabytes() throws IOException, InterruptedException {
    String _ = jcmd("GC.run");
    Matcher used = HEAP_USED.matcher(jcmd("GC.heap_info"));
    if (!used.find()) {
      throw new IllegalStateException("the server's heap cannot be read");
    }
    return Long.parseLong(used.group(1)) / 1024.0;
  }

  /** Memory of the process that is in RAM. */
  public double residentMegabytes() throws IOException {
    return residentMegabytes(process.pid());
  }

  /** The same of any process. */
  public static double residentMegabytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))
        .stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow() / 1024.0;
  }

  /** Objects of a class, after a full collection. */
  public long instances(String type) throws IOException, InterruptedException {
    return jcmd("GC.class_histogram").lines()
        .map(line -> line.trim().split(" +"))
        .filter(columns -> columns.length > 3 && columns[3].equals(type))
        .mapToLong(columns -> Long.parseLong(columns[1]))
        .sum();
  }

  private String jcmd(String order) throws IOException, InterruptedException {
    Process asking = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
        Long.toString(process.pid()), order).redirectErrorStream(true).start();
    String answer = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (asking.waitFor() != 0) {
      throw new IllegalStateException("jcmd " + order + ": " + answer);
    }
    return answer;
  }

  /** Starts again over the same data folder and port; returns how long until it serves. */
  Duration restart() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    process = command("serve").start();
    awaitServing(begin);
    return started.serving();
  }

  /** How long the last start took. */
  public Started started() {
    return started;
  }

  /** A channel that is refused waits before it tries again; so it is made when the port is open. */
  private void awaitServing(long begin) throws InterruptedException {
    await(begin, this::listens);
    Duration listening = Duration.ofNanos(System.nanoTime() - begin);
    ManagedChannel channel = channel();
    try {
      await(begin, () -> serves(channel));
    } finally {
      channel.shutdownNow();
    }
    started = new Started(listening, Duration.ofNanos(System.nanoTime() - begin));
  }

  private void await(long begin, BooleanSupplier reached) throws InterruptedException {
    while (!reached.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new IllegalStateException("the server ended with " + process.exitValue());
      }
      if (System.nanoTime() - begin > START_MAX.toNanos()) {
        throw new IllegalStateException("the server does not serve after " + START_MAX);
      }
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    }
  }

  private boolean listens() {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private static boolean serves(ManagedChannel channel) {
    try {
      return HealthGrpc.newBlockingStub(channel)
          .withDeadlineAfter(1, TimeUnit.SECONDS)
          .check(HealthCheckRequest.getDefaultInstance())
          .getStatus() == ServingStatus.SERVING;
    } catch (StatusRuntimeException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    Stopping.await(process, STOP_MAX);
  }
}
