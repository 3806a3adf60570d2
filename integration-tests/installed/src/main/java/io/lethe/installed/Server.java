package io.lethe.installed;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.lethe.client.LetheClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A server in a process of its own, with one client. Closing it stops it in good order. */
public final class Server implements AutoCloseable {

  private static final Pattern ADDRESS = Pattern
      .compile("Lethe serves on 127\\.0\\.0\\.1:(\\d+) .*");
  private static final Pattern KEY = Pattern.compile("Receipts are signed by key ([0-9a-f]{64})");
  private static final long START_SECONDS_MAX = 300;
  private static final long STOP_SECONDS_MAX = 300;
  private static final Duration CALL_MAX = Duration.ofMinutes(2);

  private final Process process;
  private final Thread listener;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final CompletableFuture<String> receiptKey = new CompletableFuture<>();
  private final ManagedChannel channel;
  private final LetheClient client;

  private Server(Process process) {
    this.process = process;
    this.listener = Thread.ofVirtual().start(this::listen);
    String address = "127.0.0.1:" + told(port);
    this.channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
    this.client = LetheClient.builder(address).plaintext().deadline(CALL_MAX).build();
  }

  /** Starts one and waits until it says that it serves; it chooses a free port by itself. */
  public static Server start(ProcessBuilder command) throws IOException {
    return new Server(command.start());
  }

  private <T> T told(CompletableFuture<T> line) {
    try {
      return line.orTimeout(START_SECONDS_MAX, TimeUnit.SECONDS).join();
    } catch (CompletionException failed) {
      process.destroyForcibly();
      throw new IllegalStateException("the server did not start; it said " + output, failed);
    }
  }

  /** Reads to the end, so that the server never waits for somebody to read. */
  private void listen() {
    try (BufferedReader reader = process.inputReader()) {
      reader.lines().forEach(line -> {
        output.add(line);
        ADDRESS.matcher(line).results().forEach(m -> port.complete(Integer.valueOf(m.group(1))));
        KEY.matcher(line).results().forEach(m -> receiptKey.complete(m.group(1)));
      });
    } catch (IOException | UncheckedIOException closed) {
      output.add("(" + closed + ")");
    }
    IllegalStateException ended = new IllegalStateException("its output ended");
    port.completeExceptionally(ended);
    receiptKey.completeExceptionally(ended);
  }

  /** The public key that it says its receipts are signed by. */
  public byte[] receiptKey() {
    return HexFormat.of().parseHex(told(receiptKey));
  }

  /** Where it listens, as the command line takes it. */
  public String address() {
    return "127.0.0.1:" + told(port);
  }

  /** What it printed up to now. */
  public List<String> output() {
    return List.copyOf(output);
  }

  public LetheClient client() {
    return client;
  }

  /** For stubs that show what the client hides. */
  public ManagedChannel channel() {
    return channel;
  }

  /** For tools that look into its process. */
  public long pid() {
    return process.pid();
  }

  /** SIGKILL: nothing of the server's own runs any more. */
  public void kill() {
    Process _ = process.destroyForcibly().onExit().join();
  }

  /** SIGTERM; waits for the end, which must come by itself, and for the last that it prints. */
  @Override
  public void close() {
    channel.shutdownNow();
    client.close();
    // Not the process's own destroy, which closes its output.
    boolean _ = process.toHandle().destroy();
    try {
      Process _ = process.onExit().orTimeout(STOP_SECONDS_MAX, TimeUnit.SECONDS).join();
      listener.join();
    } catch (CompletionException late) {
      process.destroyForcibly();
      throw new IllegalStateException("the server did not stop; it said " + output, late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
