package io.lethe.store.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.memory.InjectionPoints;
import io.lethe.engine.memory.SimulatedCrash;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs one operation of an adapter over and over, each time with another thing that it asks of the
 * disk going wrong, and at last with none, and looks at what is left: the state before or the state
 * after, nothing else; and the state after if the operation said so. The things are a sample spread
 * over all, or all with {@code -Pthorough}.
 */
public final class NthOperation {

  /** Two of each way in which a crash leaves unsynced changes. */
  private static final int SEEDS = 10;
  private static final int FULL_STEP_BYTES = 97;
  private static final int POINTS_MAX = 32;

  private final Scenario scenario;
  private final SimulatedDisk before = new SimulatedDisk();
  private final String old;
  private final String done;
  /** How many things it asks of the disk when none goes wrong. */
  private final int operations;
  /** How much more room than before it needs at most, in {@link #FULL_STEP_BYTES}, rounded up. */
  private final int steps;
  private final Set<String> allowed;
  /** By a disk's content: most crashes leave what another one left. */
  private final Map<String, String> observed = new HashMap<>();

  /** An operation and how to look at its effect. Each call is a process of its own. */
  public interface Scenario {

    /** Makes what is there before. */
    void prepare(Path root);

    void act(Path root);

    /** Everything that can be read, as text; the same text for the same content. */
    String observe(Path root);
  }

  /**
   * Prepares a scenario.
   *
   * @param between states that may be left besides old and new
   */
  public NthOperation(Scenario scenario, String... between) {
    this.scenario = scenario;
    scenario.prepare(root(before));
    old = scenario.observe(root(before));
    SimulatedDisk after = before.copy();
    AtomicLong peak = new AtomicLong();
    after.fault(operation -> {
      peak.accumulateAndGet(after.used(), Math::max);
      return DiskFault.Effect.NONE;
    });
    scenario.act(root(after));
    operations = after.operations().size();
    steps = Math.ceilDiv(
        Math.toIntExact(Math.max(peak.get(), after.used()) - before.used()), FULL_STEP_BYTES);
    after.fault(DiskFault.none());
    done = scenario.observe(root(after));
    allowed = new HashSet<>(List.of(between));
    allowed.add(old);
    allowed.add(done);
  }

  private static Path root(SimulatedDisk disk) {
    return disk.root().resolve("data");
  }

  /**
   * All of it.
   *
   * @param least how many things the operation asks of the disk at least, or the test tests nothing
   */
  public void everyWay(int least) {
    assertTrue(operations >= least, operations + " things asked of the disk");
    points().forEach(n -> fails(DiskFault.failAt(n), n));
    points().forEach(n -> fails(DiskFault.failFrom(n), n));
    points().forEach(this::dies);
    InjectionPoints.of(steps + 1, POINTS_MAX).forEach(this::full);
  }

  /** The things that go wrong, from 1; the last number is that of none. */
  private IntStream points() {
    return IntStream.concat(
        InjectionPoints.of(operations, POINTS_MAX).map(earlier -> earlier + 1),
        IntStream.of(operations + 1));
  }

  /** The n-th thing fails, and perhaps all after it until the disk is mended; the process goes on. */
  private void fails(DiskFault fault, int n) {
    SimulatedDisk disk = before.copy();
    disk.fault(fault);
    LetheException refusal = attempt(disk);
    boolean failed = disk.operations().size() >= n;
    assertEquals(n <= operations, failed, "thing " + n);
    String where = failed ? "after failed " + disk.operations().get(n - 1) : "in the end";
    check(disk, refusal, Set.of(ErrorKind.STORAGE_FAILED), where);
  }

  /** The disk has room for so many more bytes; in the end for all that are needed. */
  private void full(int n) {
    SimulatedDisk disk = before.copy();
    disk.capacity(disk.used() + (long) n * FULL_STEP_BYTES);
    LetheException refusal = attempt(disk);
    disk.capacity(Long.MAX_VALUE);
    check(disk, refusal, Set.of(ErrorKind.STORAGE_FULL), "with room for %d steps".formatted(n));
    assertTrue(n < steps || refusal == null, () -> "no room in the end: " + refusal);
  }

  private @Nullable LetheException attempt(SimulatedDisk disk) {
    try {
      scenario.act(root(disk));
      return null;
    } catch (LetheException refusal) {
      return refusal;
    }
  }

  private void check(
      SimulatedDisk disk, @Nullable LetheException refusal, Set<ErrorKind> kinds, String where) {
    disk.fault(DiskFault.none());
    assertTrue(refusal == null || kinds.contains(refusal.kind()), where + ": " + refusal);
    afterCrash(disk, refusal == null, where);
    String now = observed(disk.copy());
    expect(refusal == null ? Set.of(done) : allowed, now, where + ", in the same process");
    if (!now.equals(done)) {
      scenario.act(root(disk));
      afterCrash(disk, true, where + ", tried again");
    }
  }

  private void afterCrash(SimulatedDisk disk, boolean acknowledged, String where) {
    for (int seed = 0; seed < SEEDS; seed++) {
      String left;
      try {
        left = observed(disk.crashed(seed));
      } catch (LetheException damaged) {
        throw new AssertionError(where + ", crash " + seed + ": " + damaged, damaged);
      }
      expect(acknowledged ? Set.of(done) : allowed, left, where + ", crash " + seed);
    }
  }

  /** What can be read of a synced disk; the reading uses the disk up. */
  private String observed(SimulatedDisk disk) {
    return observed.computeIfAbsent(disk.content(), content -> scenario.observe(root(disk)));
  }

  private static void expect(Set<String> expected, String found, String where) {
    if (expected.size() == 1) {
      assertEquals(expected.iterator().next(), found, where);
    } else if (!expected.contains(found)) {
      fail(where + ": neither before nor after but " + found + "; expected one of " + expected);
    }
  }

  /** The process dies at the n-th thing, and perhaps the machine. */
  private void dies(int n) {
    SimulatedDisk disk = before.copy();
    disk.fault(DiskFault.crashAt(n));
    boolean acknowledged = false;
    String where = "in the end";
    try {
      scenario.act(root(disk));
      acknowledged = true;
    } catch (SimulatedCrash crash) {
      where = String.valueOf(crash.getMessage());
    }
    assertEquals(n > operations, acknowledged, where);
    disk.fault(DiskFault.none());
    afterCrash(disk, acknowledged, where);
    SimulatedDisk next = disk.killed();
    String left = scenario.observe(root(next));
    expect(acknowledged ? Set.of(done) : allowed, left, where + ", killed");
    if (acknowledged) {
      return;
    }
    if (!left.equals(done)) {
      scenario.act(root(next));
    }
    afterCrash(next, !left.equals(done), where + ", done again by the next process");
  }
}
