package io.lethe.simulation;

import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.lifecycle.Engine;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The end of a run, when nothing fails any more: what is unclear is sent again, and all that was accepted
 * must end. Confined to one thread.
 */
final class FairWeather {

  /** Far more than any plan needs; a wedge would use it up. */
  private static final int SETTLING_STEPS_MAX = 5000;

  private final EventLoop loop;
  private final Tally tally;
  private final Machine machine;
  private final Promised promised;

  /** Who was promised something. */
  record Promised(Client client, Checks checks, Till till, Optional<Signposts> signposts) {}

  FairWeather(EventLoop loop, Tally tally, Machine machine, Promised promised) {
    this.loop = loop;
    this.tally = tally;
    this.machine = machine;
    this.promised = promised;
  }

  /** Has all of it end; throws a {@link Violation} if something does not. */
  void settle(Engine engine) {
    promised.checks().afterBoot(engine);
    checkReady(engine);
    promised.till().settle(engine);
    Client client = promised.client();
    client.asks().stream().filter(Ask::unclear).forEach(ask -> client.send(engine, ask));
    client.acknowledged().forEach(ask -> client.look(engine, ask));
    client.acknowledged()
        .stream()
        .filter(ask -> ask.seen == ErasureState.HELD)
        .forEach(ask -> client.approve(engine, ask));
    for (int step = 0; step < SETTLING_STEPS_MAX && !settled(); step++) {
      if (!loop.runOne() && !loop.passTime()) {
        break;
      }
    }
    if (!settled()) {
      throw new Violation(
          "accepted erasures do not end: %s, %s".formatted(
              machine.ledger().open(Village.MODEL).stream().map(o -> o.erasure().state()).toList(),
              engine.erasures().failures()));
    }
    while (loop.runOne()) {
      tally.event("late task");
    }
    client.acknowledged().forEach(ask -> client.look(engine, ask));
    promised.signposts().ifPresent(posts -> posts.atEnd(engine));
  }

  /** Erasures wait for a version that is not ready; without any version they wait for nothing. */
  private void checkReady(Engine engine) {
    if (engine.registry().active(Village.MODEL).isEmpty()
        && machine.ledger().active(Village.MODEL).isPresent()
        && !machine.ledger().open(Village.MODEL).isEmpty()) {
      throw new Violation("in fair weather the model is not ready: " + facts(engine));
    }
  }

  private String facts(Engine engine) {
    String versions = machine.ledger()
        .versions(Village.MODEL)
        .stream()
        .map(
            version -> version.id().number() + " " + version.manifest().origin() + " at "
                + version.manifest().erasurePosition())
        .collect(Collectors.joining(", "));
    String open = machine.ledger()
        .open(Village.MODEL)
        .stream()
        .map(
            each -> each.erasure().facts().position() + " " + each.erasure().state() + " of "
                + each.erasure().progress().milestones().received() + " " + each.target())
        .collect(Collectors.joining(", "));
    return "%s; versions: %s; open: %s".formatted(engine.directory().models(), versions, open);
  }

  private boolean settled() {
    return machine.ledger()
        .open(Village.MODEL)
        .stream()
        .allMatch(open -> open.erasure().state() == ErasureState.FAILED);
  }
}
