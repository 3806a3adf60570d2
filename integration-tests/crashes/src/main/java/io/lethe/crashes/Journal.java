package io.lethe.crashes;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.lethe.client.LogCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What clients asked and were told, kept by them. Every line is {@code millis cycle event details}:
 * <pre>
 *    8123   4 ask          6f1c…  person-000123
 *    8131   4 acknowledged 6f1c…  erasures/0b7e…
 *    8410   4 kill         serving for 287 ms
 *   10002   5 VIOLATION    erasures/0b7e… is RECEIVED after it was live
 * </pre>
 * Thread-safe.
 */
final class Journal implements AutoCloseable {

  private final Writer file;
  private final long startNanos = System.nanoTime();
  private volatile int cycle;
  private @Nullable LogCheckpoint checkpoint;
  private final List<Ask> asks = new ArrayList<>();
  private final Map<String, Integer> events = new TreeMap<>();
  private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();

  Journal(Path file) throws IOException {
    this.file = Files.newBufferedWriter(file);
  }

  void beginCycle(int number) {
    cycle = number;
  }

  int cycle() {
    return cycle;
  }

  /** Notes and counts an event. */
  @FormatMethod
  synchronized void note(String event, @FormatString String format, Object... details) {
    events.merge(event, 1, Integer::sum);
    try {
      file.write(
          "%8d %4d %-12s %s%n".formatted(
              (System.nanoTime() - startNanos) / 1_000_000, cycle, event,
              format.formatted(details)));
      file.flush();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Counts an event that is too frequent for a line. */
  synchronized void count(String event) {
    events.merge(event, 1, Integer::sum);
  }

  /** A promise was broken. */
  @FormatMethod
  void violation(@FormatString String format, Object... details) {
    violations.add("cycle %d: ".formatted(cycle) + format.formatted(details));
    note("VIOLATION", format, details);
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  /** Every event with how often it came. */
  synchronized Map<String, Integer> events() {
    return new TreeMap<>(events);
  }

  /** Keeps a checkpoint of the server's log; returns the one that was kept before. */
  synchronized Optional<LogCheckpoint> checkpoint(LogCheckpoint latest) {
    Optional<LogCheckpoint> before = Optional.ofNullable(checkpoint);
    checkpoint = latest;
    return before;
  }

  /** Before it is sent. */
  void asked(Ask ask) {
    synchronized (this) {
      asks.add(ask);
    }
    note("ask", "%s %s", ask.request().requestId(), ask.request().target());
  }

  /** All askings that stand so. */
  synchronized List<Ask> standing(Ask.Standing standing) {
    return asks.stream().filter(ask -> ask.standing() == standing).toList();
  }

  /** Acknowledged, and not seen completed yet. */
  List<Ask> unfinished() {
    return standing(Ask.Standing.ACKNOWLEDGED).stream()
        .filter(ask -> ask.completedPosition() == 0)
        .toList();
  }

  /** Some askings that stand so, at most so many; the later ones are as likely as the earlier. */
  List<Ask> some(Ask.Standing standing, int most, Random random) {
    List<Ask> all = new ArrayList<>(standing(standing));
    Collections.shuffle(all, random);
    return all.subList(0, Math.min(most, all.size()));
  }

  /** Up to which position the client was told that all is completed. */
  synchronized long completedPosition() {
    return asks.stream().mapToLong(Ask::completedPosition).max().orElse(0);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
