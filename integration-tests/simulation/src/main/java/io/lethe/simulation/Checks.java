package io.lethe.simulation;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.lifecycle.Engine;
import io.lethe.engine.lifecycle.EnginePorts;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyModel;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The promises that hold after every step, after every start, and at the end. */
final class Checks {

  /** What work may fail with in bad weather. Damage is not among it: nothing flips bits here. */
  private static final Set<ErrorKind> ALLOWED = EnumSet.of(
      ErrorKind.STORAGE_FAILED, ErrorKind.STORAGE_FULL, ErrorKind.MODEL_NOT_FOUND,
      ErrorKind.MODEL_NOT_READY, ErrorKind.VERSION_NOT_FOUND, ErrorKind.VERSION_HOLDS_ERASED_DATA,
      ErrorKind.CONCURRENT_CHANGE, ErrorKind.PLUGIN_FAILED, ErrorKind.OPTION_INVALID,
      ErrorKind.ERASURE_NOT_HELD, ErrorKind.ERASURE_NOT_CANCELLABLE, ErrorKind.ARGUMENT_INVALID);

  private final Machine machine;
  private final Client client;
  private final Tally tally;

  Checks(Machine machine, Client client, Tally tally) {
    this.machine = machine;
    this.client = client;
    this.tally = tally;
  }

  /** Whether work may fail so. */
  void allowed(LetheException failed) {
    if (!ALLOWED.contains(failed.kind())) {
      throw new Violation("work failed as " + failed.kind(), failed);
    }
  }

  /** Quick ones. */
  void afterStep(Engine engine, String someUser) {
    client.acknowledged()
        .stream()
        .filter(ask -> !ask.seen.terminal())
        .forEach(ask -> client.look(engine, ask));
    client.recommend(engine, someUser);
    checkActive();
    engine.erasures().failures().values().forEach(failure -> {
      if (!(failure instanceof LetheException known)) {
        throw new Violation("erasing failed for no known reason", failure);
      }
      allowed(known);
    });
  }

  /** What the ledger says is active has forgotten all that is completed. */
  private void checkActive() {
    long completed = client.completedPosition();
    machine.ledger().active(Village.MODEL).ifPresent(active -> {
      if (active.manifest().erasurePosition() < completed) {
        throw new Violation(active.id() + " is active after " + completed + " was completed");
      }
    });
  }

  /** Whatever was told before is still so, and none of it is served. */
  void afterBoot(Engine engine) {
    for (Ask ask : client.acknowledged()) {
      client.look(engine, ask);
      if (ask.request.target() instanceof ErasureTarget.User(String user)) {
        client.recommend(engine, user);
      }
    }
  }

  /** A refusal says that nothing was accepted. */
  void refusedIsUnknown(Ask ask) {
    if (ask.refused && machine.ledger().findByRequest(ask.request.requestId()).isPresent()) {
      throw new Violation("a request was refused and is known");
    }
  }

  /** All over: each done once, nothing left on disk, and a restart shows the same bits. */
  void atEnd() {
    List<Erasure> erasures = machine.ledger()
        .list(ErasureFilter.of(Village.MODEL), Long.MAX_VALUE, Integer.MAX_VALUE)
        .erasures();
    if (erasures.size() != client.acknowledged().size()) {
      throw new Violation(
          "%d erasures for %d acknowledged requests"
              .formatted(erasures.size(), client.acknowledged().size()));
    }
    for (Ask ask : client.acknowledged()) {
      tally.event("ended " + ask.seen);
      if (ask.completed()) {
        checkGone(ask.request.target());
      }
    }
    checkRestart();
  }

  private void checkGone(ErasureTarget target) {
    EnginePorts ports = machine.ports();
    if (machine.engine().orElseThrow().log().count(Village.MODEL, target) > 0) {
      throw new Violation("the log holds rows of a completed erasure");
    }
    if (target instanceof ErasureTarget.User(String user)) {
      for (VersionId version : ports.checkpoints().list(Village.MODEL)) {
        if (ports.checkpoints().read(version).checkpoint().ids().users().contains(user)) {
          throw new Violation("the checkpoint " + version + " names an erased user");
        }
      }
    }
  }

  private void checkRestart() {
    Engine before = machine.engine().orElseThrow();
    float[] parameters = parameters(before);
    machine.kill();
    machine.boot(FaultPlan.none());
    if (!Arrays.equals(parameters, parameters(machine.engine().orElseThrow()))) {
      throw new Violation(
          "a restart has changed the parameters: %s, then %s".formatted(
              before.directory().models(), machine.engine().orElseThrow().directory().models()));
    }
  }

  private static float[] parameters(Engine engine) {
    return engine.registry()
        .active(Village.MODEL)
        .map(ModelVersion::content)
        .map(content -> ((TinyModel) content.model()).parameters())
        .orElse(new float[0]);
  }
}
