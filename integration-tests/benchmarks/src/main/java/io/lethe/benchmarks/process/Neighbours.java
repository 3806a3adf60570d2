package io.lethe.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * How much of the machine others used since the last look: figures of a machine that is shared say
 * nothing while its neighbours work. Others are all but this process and those that it started, also
 * by way of others. On Linux; elsewhere the share is 0.
 */
public final class Neighbours {

  private static final Path STAT = Path.of("/proc/stat");
  private static final double TICKS_PER_SECOND = 100;
  private static final int IDLE = 3;
  private static final int WAITING = 4;
  private static final int TIMES = 8;

  /** Behind the name: the times of a process and of its ended children, in user code and the kernel. */
  private static final int FIRST_TIME = 11;

  private static final int OWN_TIMES = 4;

  private double othersBefore;
  private double allBefore;

  /** From now on. */
  public Neighbours() {
    double _ = share();
  }

  /** The share of the processors' time since the last look that others used: 0 to 1. */
  public double share() {
    if (!Files.isReadable(STAT)) {
      return 0;
    }
    double[] ticks = machine();
    double all = Arrays.stream(ticks).sum() / TICKS_PER_SECOND;
    double busy = all - (ticks[IDLE] + ticks[WAITING]) / TICKS_PER_SECOND;
    double others = busy - own();
    double share = Math.clamp((others - othersBefore) / Math.max(.01, all - allBefore), 0, 1);
    othersBefore = others;
    allBefore = all;
    return share;
  }

  private static double[] machine() {
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

  private static double own() {
    ProcessHandle self = ProcessHandle.current();
    return Stream.concat(Stream.of(self), self.descendants())
        .mapToDouble(process -> seconds(process.pid()))
        .sum();
  }

  /** Of a process that has just ended none: they are its parent's then. */
  private static double seconds(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return Arrays.stream(stat.substring(stat.lastIndexOf(')') + 2).split(" "))
          .skip(FIRST_TIME)
          .limit(OWN_TIMES)
          .mapToDouble(Double::parseDouble)
          .sum() / TICKS_PER_SECOND;
    } catch (IOException unreadable) {
      if (ProcessHandle.of(pid).isPresent()) {
        throw new IllegalStateException("the times of process " + pid, unreadable);
      }
      return 0;
    }
  }
}
