package io.lethe.benchmarks.beside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/** What other processes use of the machine's processors, from Linux's counters. */
final class OtherWork {

  private static final double TICKS_PER_SECOND = 100;
  private static final int IDLE = 4;
  private static final int WAITING = 5;

  private final ProcessHandle peers;
  private double busy;
  private double own;
  private long began;

  /** From now on. */
  OtherWork(ProcessHandle peers) {
    this.peers = peers;
    sample();
  }

  /** Processors that others kept busy since the last look, on average. */
  double sample() {
    double lastBusy = busy;
    double lastOwn = own;
    long last = began;
    busy = busySeconds();
    own = Stream.of(ProcessHandle.current(), peers)
        .mapToDouble(each -> each.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9)
        .sum();
    began = System.nanoTime();
    double seconds = (began - last) / 1e9;
    return Math.max(0, busy - lastBusy - (own - lastOwn)) / seconds;
  }

  private static double busySeconds() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
      String[] words = lines.findFirst().orElseThrow().trim().split(" +");
      long ticks = Arrays.stream(words, 1, 9).mapToLong(Long::parseLong).sum();
      return (ticks - Long.parseLong(words[IDLE]) - Long.parseLong(words[WAITING]))
          / TICKS_PER_SECOND;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
