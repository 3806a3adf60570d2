package io.lethe.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * How much of the machine others used since the last look: figures of a machine that is shared say
 * nothing while its neighbours work. On Linux; elsewhere nobody is ever seen.
 */
final class Neighbours {

  private static final Path STAT = Path.of("/proc/stat");
  private static final int TICKS_PER_SECOND = 100;
  private static final int IDLE = 3;
  private static final int WAITING = 4;
  private static final int TIMES = 8;

  private final long server;
  private double othersBefore;
  private double allBefore;

  /** Beside a server and this process. */
  Neighbours(long server) {
    this.server = server;
    double _ = share();
  }

  /** The share of the processors' time since the last look that others used: 0 to 1. */
  double share() {
    if (!Files.isReadable(STAT)) {
      return 0;
    }
    double[] ticks = ticks();
    double all = Arrays.stream(ticks).sum() / TICKS_PER_SECOND;
    double busy = all - (ticks[IDLE] + ticks[WAITING]) / TICKS_PER_SECOND;
    double others = busy - used(server) - used(ProcessHandle.current().pid());
    double share = Math.clamp((others - othersBefore) / Math.max(.01, all - allBefore), 0, 1);
    othersBefore = others;
    allBefore = all;
    return share;
  }

  /** The processors' time that the server used so far, in seconds. */
  double serverSeconds() {
    return used(server);
  }

  private static double[] ticks() {
    try {
      String first = Files.readAllLines(STAT).getFirst();
      return Arrays.stream(first.trim().split(" +"))
          .skip(1)
          .limit(TIMES)
          .mapToDouble(Double::parseDouble)
          .toArray();
    } catch (IOException unreadable) {
      throw new IllegalStateException(STAT + " cannot be read", unreadable);
    }
  }

  private static double used(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO)
        .toNanos() / 1e9;
  }
}
