package io.lethe.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.store.simulated.DiskFault;
import io.lethe.store.simulated.SimulatedDisk;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs one operation of an adapter over and over, with the 1st, 2nd, 3rd ... thing it asks of the disk
 * going wrong until none does any more, and looks at what is left: the state before or the state
 * after, nothing else; and the state after if the operation said so.
 */
final class NthOperation {

  /** Two of each way in which a crash leaves unsynced changes. */
  private static final int SEEDS = 10;
  private static final int FULL_STEP_BYTES = 97;

  private final Scenario scenario;
  private final SimulatedDisk before = new SimulatedDisk();
  private final String old;
  private final String done;
  private final Set<String> allowed;
  /** By a disk's content: most crashes leave what another one left. */
  private final Map<String, String> observed = new HashMap<>();

  /** An operation and how to look at its effect. Each call is a process of its own. */
  interface Scenario {

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
  NthOperation(Scenario scenario, String... between) {
    this.scenario = scenario;
    scenario.prepare(root(before));
    old = scenario.observe(root(before));
    SimulatedDisk after = before.copy();
    scenario.act(root(after));
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
  void everyWay(int least) {
    int tried = failsOnce();
    assertTrue(tried >= least, tried + " things asked of the disk");
    assertEquals(tried, failsFrom());
    dies();
    full();
  }

  /** One thing fails, the process goes on. Returns how many things were tried. */
  private int failsOnce() {
    return eachOperation(DiskFault::failAt);
  }

  /** From one thing on everything fails, until the disk is mended. */
  private int failsFrom() {
    return eachOperation(DiskFault::failFrom);
  }

  private int eachOperation(IntFunction<DiskFault> faults) {
    for (int n = 1;; n++) {
      SimulatedDisk disk = before.copy();
      disk.fault(faults.apply(n));
      LetheException refusal = attempt(disk);
      boolean tried = disk.operations().size() < n;
      String where = tried ? "in the end" : "after failed " + disk.operations().get(n - 1);
      check(disk, refusal, Set.of(ErrorKind.STORAGE_FAILED), where);
      if (tried) {
        return n - 1;
      }
    }
  }

  /** The disk has room for so many more bytes. */
  private void full() {
    for (int n = 0;; n++) {
      SimulatedDisk disk = before.copy();
      disk.capacity(disk.used() + (long) n * FULL_STEP_BYTES);
      LetheException refusal = attempt(disk);
      disk.capacity(Long.MAX_VALUE);
      check(disk, refusal, Set.of(ErrorKind.STORAGE_FULL), "with room for %d steps".formatted(n));
      if (refusal == null) {
        return;
      }
    }
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

  /** The process dies at one thing, and perhaps the machine. */
  private void dies() {
    for (int n = 1;; n++) {
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
}
