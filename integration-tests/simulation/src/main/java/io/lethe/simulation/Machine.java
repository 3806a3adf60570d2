package io.lethe.simulation;

import io.lethe.engine.catalog.CatalogParts;
import io.lethe.engine.catalog.FilterLanguage;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.engine.erasure.run.ErasureThreads;
import io.lethe.engine.erasure.run.ErasureTime;
import io.lethe.engine.lifecycle.Engine;
import io.lethe.engine.lifecycle.EngineConfig;
import io.lethe.engine.lifecycle.EngineIdentity;
import io.lethe.engine.lifecycle.EnginePorts;
import io.lethe.engine.lifecycle.EngineThreads;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.InMemoryErasureLedger;
import io.lethe.engine.plugin.InstalledPlugin;
import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.spi.PluginContext;
import io.lethe.store.checkpoint.FileCheckpointStore;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.interaction.FileInteractionLog;
import io.lethe.store.simulated.DiskFault;
import io.lethe.store.simulated.SimulatedDisk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A machine with a disk, a ledger, a clock that can be set, and at most one process. Confined to one
 * thread.
 */
final class Machine {

  private static final Instant BEGINNING = Instant.parse("2026-11-23T12:00:00Z");

  private final EventLoop loop;
  private final InstallationKeys keys;
  private final EngineConfig config;
  private final Runnable beforeEpoch;
  private InMemoryErasureLedger ledger = new InMemoryErasureLedger();
  private SimulatedDisk disk = new SimulatedDisk();
  private FaultPlan faults = FaultPlan.none();
  private Duration clockOffset = Duration.ZERO;
  private long ids;
  private @Nullable Engine engine;
  private @Nullable EnginePorts ports;

  /**
   * A machine without a process.
   *
   * @param beforeEpoch run before every epoch of every training; may throw
   */
  Machine(EventLoop loop, InstallationKeys keys, EngineConfig config, Runnable beforeEpoch) {
    this.loop = loop;
    this.keys = keys;
    this.config = config;
    this.beforeEpoch = beforeEpoch;
  }

  /** The process, if there is one. */
  Optional<Engine> engine() {
    return Optional.ofNullable(engine);
  }

  /** What it is told. */
  SimulatedDisk disk() {
    return disk;
  }

  /** The ledger as it is on disk, whoever runs. */
  InMemoryErasureLedger ledger() {
    return ledger;
  }

  /** Where the process keeps its state. */
  EnginePorts ports() {
    return java.util.Objects.requireNonNull(ports);
  }

  /** Whether a planned crash has happened; the process must be taken for dead then. */
  boolean died() {
    return faults.died();
  }

  /** Starts a process; throws what starting throws. */
  void boot(FaultPlan plan) {
    faults = plan;
    DataFolder folder = DataFolder.open(disk.root().resolve("data"));
    InMemoryErasureLedger reopened = ledger.reopened(plan);
    ports = new EnginePorts(
        reopened, new FileCheckpointStore(folder, Runnable::run, plan),
        new FileInteractionLog(folder, plan), reopened.appends(), reopened.aliases(),
        new CatalogParts(reopened.catalogs(), FilterLanguage.none()));
    VirtualTimer timer = new VirtualTimer(loop);
    Engine next = new Engine(
        ports,
        PluginCatalog.of(
            List.of(new InstalledPlugin("tiny", TinyPlugin.differentiable(beforeEpoch))),
            List.of()),
        new EngineIdentity(
            keys, statement -> statement.toString().getBytes(StandardCharsets.UTF_8), "simulated"),
        new EngineThreads(
            new ErasureThreads(loop, loop, timer), loop,
            new PluginContext(Runnable::run, 1, this::now)),
        new ErasureTime(this::now, loop::nanos, () -> new UUID(7, ++ids)), config, plan);
    engine = next;
    next.start();
  }

  private Instant now() {
    return BEGINNING.plusNanos(loop.nanos()).plus(clockOffset);
  }

  /** Somebody sets the wall clock. */
  void setClock(Duration by) {
    clockOffset = clockOffset.plus(by);
  }

  /** The process ends; what it wrote stays in the system's cache. */
  void kill() {
    end();
    disk = disk.killed();
  }

  /** The power goes: what was not synced is lost, or part of it. */
  void cutPower(long seed) {
    end();
    SimulatedDisk after = disk.crashed(seed);
    SimulatedDisk _ = disk.killed();
    disk = after;
  }

  private void end() {
    engine = null;
    ports = null;
    faults = FaultPlan.none();
    loop.clear();
  }

  /** The disk is as good as new. */
  void mendDisk() {
    disk.fault(DiskFault.none());
    disk.capacity(Long.MAX_VALUE);
  }
}
