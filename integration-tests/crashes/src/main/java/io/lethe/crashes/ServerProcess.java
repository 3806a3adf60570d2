package io.lethe.crashes;

import io.lethe.client.LetheClient;
import io.lethe.client.LetheClientBuilder;
import io.lethe.server.access.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A server in a process of its own, from its first instruction on. */
final class ServerProcess {

  private static final Pattern ADDRESS = Pattern
      .compile("Lethe serves on 127\\.0\\.0\\.1:(\\d+) .*");
  private static final Pattern ADMIN = Pattern
      .compile("Administration is on 127\\.0\\.0\\.1:(\\d+)\\.");
  private static final Pattern KEY = Pattern.compile("Receipts are signed by key ([0-9a-f]{64})");
  /** For a busy machine; whoever calls a dead server is interrupted. */
  private static final Duration CALL_MAX = Duration.ofSeconds(20);

  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final CompletableFuture<Integer> adminPort = new CompletableFuture<>();
  private final CompletableFuture<byte[]> receiptKey = new CompletableFuture<>();

  private ServerProcess(Process process) {
    this.process = process;
    Thread _ = Thread.ofVirtual().start(this::listen);
  }

  /** Starts one; it chooses a free port by itself. */
  static ServerProcess of(ProcessBuilder command) throws IOException {
    return new ServerProcess(command.start());
  }

  private void listen() {
    try (BufferedReader reader = process.inputReader()) {
      reader.lines().forEach(line -> {
        output.add(line);
        ADDRESS.matcher(line).results().forEach(m -> port.complete(Integer.valueOf(m.group(1))));
        ADMIN.matcher(line).results().forEach(m -> adminPort.complete(Integer.valueOf(m.group(1))));
        KEY.matcher(line)
            .results()
            .forEach(m -> receiptKey.complete(HexFormat.of().parseHex(m.group(1))));
      });
    } catch (IOException | UncheckedIOException closed) {
      output.add("(" + closed + ")");
    }
    IllegalStateException ended = new IllegalStateException("its output ended");
    port.completeExceptionally(ended);
    adminPort.completeExceptionally(ended);
    receiptKey.completeExceptionally(ended);
  }

  /** Whether it serves within a time; it does not when it has ended. */
  boolean serves(Duration within) {
    return receiptKey.thenApply(key -> true)
        .exceptionally(ended -> false)
        .completeOnTimeout(false, within.toNanos(), java.util.concurrent.TimeUnit.NANOSECONDS)
        .join();
  }

  long pid() {
    return process.pid();
  }

  /** What it printed. */
  List<String> output() {
    return List.copyOf(output);
  }

  /** The public key that it says its receipts are signed by; once it serves. */
  byte[] receiptKey() {
    return receiptKey.join();
  }

  /** A client for the caller to close; once it serves. */
  LetheClient client() {
    return builder(port.join()).build();
  }

  /**
   * Callers of a server that asks who they are, for the caller to close; once it serves.
   *
   * @param office the name of the principal who asks to forget
   */
  Callers callers(Tokens tokens, String office) {
    Supplier<String> shop = tokens
        .of("shop", Role.SERVE, Role.INGEST, Role.TRAIN, Role.AUDIT, Role.ADMIN);
    return new Callers(
        builder(port.join()).token(shop).build(),
        builder(port.join()).token(tokens.of(office, Role.UNLEARN)).build(),
        builder(port.join()).token(tokens.of("second-person", Role.APPROVE)).build(),
        builder(adminPort.join()).token(shop).build());
  }

  private static LetheClientBuilder builder(int at) {
    return LetheClient.builder("127.0.0.1:" + at).plaintext().deadline(CALL_MAX);
  }

  /** SIGKILL: nothing of the server's own runs any more. */
  void kill() {
    Process _ = process.destroyForcibly().onExit().join();
  }

  /** SIGTERM; waits for the end. */
  void stop() {
    process.destroy();
    Process _ = process.onExit().join();
  }
}
