package io.lethe.simulation;

import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.FaultPlan.Fault;
import io.lethe.spi.PluginException;
import io.lethe.store.simulated.DiskFault;
import java.time.Duration;
import java.util.SplittableRandom;

/** What goes wrong, by seed: the process, the disk, the plugin, the clock. */
final class Weather {

  private static final int CALLS_AHEAD_MAX = 40;
  private static final int DISK_OPERATIONS_AHEAD_MAX = 60;
  private static final int ROOM_BYTES_MAX = 20_000;

  private final SplittableRandom random;
  private final Tally tally;
  private boolean fair;
  private boolean pluginFails;

  Weather(SplittableRandom random, Tally tally) {
    this.random = random;
    this.tally = tally;
  }

  /** Nothing goes wrong from now on. */
  void clear(Machine machine) {
    fair = true;
    pluginFails = false;
    machine.mendDisk();
  }

  /** Whether a plugin has been told to fail at any time. */
  boolean pluginFails() {
    return pluginFails;
  }

  /** What awaits the ledger of the next process, and the process itself. */
  FaultPlan ofNextProcess() {
    if (fair) {
      return FaultPlan.none();
    }
    int at = random.nextInt(CALLS_AHEAD_MAX);
    return switch (random.nextInt(8)) {
      case 0 -> planned("ledger dies before", FaultPlan.at(Fault.CRASH_BEFORE, at));
      case 1 -> planned("ledger dies after", FaultPlan.at(Fault.CRASH_AFTER, at));
      case 2 -> planned("ledger refuses", FaultPlan.at(Fault.REFUSE, at));
      case 3, 4 -> {
        Failpoint[] points = Failpoint.values();
        Failpoint point = points[random.nextInt(points.length)];
        yield planned("failpoint", FaultPlan.at(point, 1 + random.nextInt(3)));
      }
      default -> FaultPlan.none();
    };
  }

  private FaultPlan planned(String what, FaultPlan plan) {
    tally.event("planned: " + what);
    return plan;
  }

  /** Something happens to the disk, the plugin or the wall clock; or the disk is mended. */
  void change(Machine machine) {
    int n = 1 + random.nextInt(DISK_OPERATIONS_AHEAD_MAX);
    switch (random.nextInt(8)) {
      case 0 -> disk(machine, "one operation fails", DiskFault.failAt(n));
      case 1 -> disk(machine, "one sync fails", DiskFault.failSyncAt(1 + n / 8));
      case 2 -> disk(machine, "everything fails from", DiskFault.failFrom(n));
      case 3 -> {
        machine.disk().capacity(machine.disk().used() + random.nextInt(ROOM_BYTES_MAX));
        tally.event("disk: nearly full");
      }
      case 4 -> {
        pluginFails = random.nextBoolean();
        tally.event("plugin: " + (pluginFails ? "fails" : "works"));
      }
      case 5 -> {
        machine.setClock(Duration.ofDays(random.nextBoolean() ? 1 : -1));
        tally.event("clock: set by a day");
      }
      default -> {
        machine.mendDisk();
        tally.event("disk: mended");
      }
    }
  }

  private void disk(Machine machine, String what, DiskFault fault) {
    machine.disk().fault(operation -> {
      DiskFault.Effect effect = fault.of(operation);
      if (effect != DiskFault.Effect.NONE) {
        tally.event("disk failed", operation.kind().name());
      }
      return effect;
    });
    tally.event("disk: " + what);
  }

  /** Before every epoch of a training. */
  void epoch() {
    if (pluginFails && random.nextInt(6) == 0) {
      tally.event("plugin: failed");
      throw random.nextBoolean()
          ? new PluginException(PluginException.Kind.INVALID_ARGUMENT, "simulated")
          : new IllegalStateException("simulated");
    }
  }

  /** The process or the machine goes down by itself. */
  void strike(Machine machine) {
    if (random.nextInt(3) == 0) {
      tally.event("power cut");
      machine.cutPower(random.nextLong(1000));
    } else {
      tally.event("process killed");
      machine.kill();
    }
  }
}
