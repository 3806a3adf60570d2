package io.lethe.crashes;

import io.lethe.client.Erasure;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasureRequest;
import io.lethe.client.ForgetTarget;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.ModelVersion;
import io.lethe.client.Recommendations;
import io.lethe.client.TrainingRequest;
import io.lethe.client.catalog.CatalogItem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** What one client does until it is told to stop: a bit of everything. Confined to one thread. */
final class MixedLoad {

  static final Map<String, String> TRAINING = Map
      .of("factors", "8", "epochs-max", "4", "batch-size", "512", "learning-rate", "0.01");

  private static final Duration WATCH_MAX = Duration.ofMillis(500);
  private static final int ITEMS_ASKED = 10;
  private static final int THINK_MILLIS_MAX = 8;
  private static final int TRADE = 300;
  private static final int TRADE_END = 500;

  private final Callers callers;
  private final LetheClient client;
  private final String model;
  private final Population population;
  private final Journal journal;
  private final Promises promises;
  private final Trade trade;
  private final Random random;

  MixedLoad(
      Callers callers, String model, Population population, Journal journal, Promises promises,
      Trade trade, long seed) {
    this.trade = trade;
    this.callers = callers;
    this.client = callers.shop();
    this.model = model;
    this.population = population;
    this.journal = journal;
    this.promises = promises;
    this.random = new Random(seed);
  }

  /**
   * One thing after the other until interrupted, each told when it is over.
   *
   * @param trading whether interactions and wares come in, too
   */
  void run(Runnable over, boolean trading) {
    while (!Thread.currentThread().isInterrupted()) {
      int dice = random.nextInt(1000);
      tolerated(() -> act(trading || dice < TRADE || dice >= TRADE_END ? dice : 0));
      over.run();
      try {
        Thread.sleep(random.nextInt(THINK_MILLIS_MAX));
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }

  /** A call may fail; whether it broke a promise was looked at where it was made. */
  void tolerated(Runnable call) {
    try {
      call.run();
    } catch (LetheException failed) {
      journal.count("failed " + kind(failed));
    }
  }

  /** What does not come from the server itself may or may not have arrived there. */
  private static boolean isUnclear(LetheException failed) {
    return failed.reason().isEmpty();
  }

  private static String kind(LetheException failed) {
    return failed.reason().isEmpty() ? failed.status().name() : failed.reason();
  }

  /** By a number from 0 to 999. */
  private void act(int dice) {
    if (dice < TRADE) {
      population.someUser(random).ifPresent(this::recommend);
    } else if (dice < 400) {
      trade.purchases().single(client, random);
    } else if (dice < 440) {
      trade.purchases().batch(client, random);
    } else if (dice < 443) {
      trade.deliveries().send(client, random);
    } else if (dice < 465) {
      trade.shelf().update(client, random);
    } else if (dice < TRADE_END) {
      trade.purchases().repeat(client, random);
    } else if (dice < 620) {
      askForErased();
    } else if (dice < 710) {
      population.take(random).ifPresent(target -> forget(target, false));
    } else if (dice < 720) {
      population.take(random).ifPresent(target -> forget(target, true));
    } else if (dice < 780) {
      journal.some(Ask.Standing.ACKNOWLEDGED, 1, random).forEach(this::repeat);
    } else if (dice < 810) {
      journal.some(Ask.Standing.ACKNOWLEDGED, 1, random).forEach(this::contradict);
    } else if (dice < 830) {
      journal.some(Ask.Standing.ACKNOWLEDGED, 2, random).forEach(this::approveIfHeld);
    } else if (dice < 900) {
      journal.some(Ask.Standing.ACKNOWLEDGED, 1, random).forEach(this::look);
    } else if (dice < 950) {
      journal.some(Ask.Standing.ACKNOWLEDGED, 1, random).forEach(this::watch);
    } else if (dice < 980) {
      activateSome();
    } else if (dice < 985) {
      rebaseSome();
    } else if (dice < 990) {
      train();
    } else {
      promises.versions(client, model);
      journal.count("versions");
    }
  }

  private void recommend(String user) {
    Promises.Promised before = promises.now();
    Map<String, CatalogItem> unavailable = trade.shelf().unavailable();
    try {
      Recommendations answer = client.recommend(model, user, ITEMS_ASKED);
      promises.answered(user, before, answer);
      trade.shelf().answered(unavailable, answer.items());
      journal.count("recommend");
    } catch (LetheException failed) {
      if (failed.reason().equals("USER_CONTAINED") && population.isLeft(user)) {
        journal.violation("%s is contained, and nobody has asked to forget them", user);
      }
      throw failed;
    }
  }

  private void askForErased() {
    for (Ask ask : journal.some(Ask.Standing.ACKNOWLEDGED, 1, random)) {
      if (ask.request().target() instanceof ForgetTarget.User(String user)) {
        recommend(user);
      }
    }
  }

  private void forget(ForgetTarget target, boolean withdrawn) {
    Ask ask = new Ask(ErasureRequest.of(model, target), withdrawn);
    journal.asked(ask);
    send(ask);
    if (withdrawn) {
      cancel(ask);
    } else {
      Erasure _ = look(ask);
    }
  }

  /** Asks to forget one target after the other until an erasure waits for approval. */
  void forgetUntilHeld() {
    while (population.usersLeft() > 0 && journal.standing(Ask.Standing.ACKNOWLEDGED)
        .stream()
        .noneMatch(ask -> ask.waits() && !ask.withdrawn())) {
      tolerated(() -> population.take(random).ifPresent(target -> forget(target, false)));
    }
  }

  /** Too late, or in time: then it stays cancelled. */
  private void cancel(Ask ask) {
    Erasure cancelled = callers.office().erasure(ask.name().orElseThrow()).cancel();
    journal.note("cancelled", "%s", cancelled.name());
    promises.shown(ask, cancelled);
    ask.seenCancelled();
  }

  /** Sends a request, for the first time or again: it is done once. */
  void send(Ask ask) {
    try {
      promises.acknowledged(ask, callers.office().unlearn(ask.request()).name());
      journal.count("unlearn " + ask.request().target().getClass().getSimpleName());
    } catch (LetheException failed) {
      if (!isUnclear(failed)) {
        journal.note("refused", "%s %s", ask.request().requestId(), failed.reason());
        ask.refused();
      }
      throw failed;
    }
  }

  private void repeat(Ask ask) {
    promises.acknowledged(ask, callers.office().unlearn(ask.request()).name());
    journal.count("repeat");
  }

  private void contradict(Ask ask) {
    ErasureRequest other = ErasureRequest.ofUser(model, "somebody-else")
        .under(ask.request().requestId());
    try {
      promises.conflictAnswered(ask, callers.office().unlearn(other).name());
    } catch (LetheException refused) {
      if (!isUnclear(refused) && !refused.reason().equals("REQUEST_ID_REUSED")) {
        journal.violation("another payload under one id was refused as %s", kind(refused));
      }
      throw refused;
    }
  }

  /** A second person approves what is held; the requester must not. */
  void approveIfHeld(Ask ask) {
    Erasure seen = look(ask);
    if (seen.state() != Erasure.State.HELD) {
      return;
    }
    ask.sendingApproval();
    Erasure approved = callers.approver().erasure(seen.name()).approve();
    journal.note("approved", "%s %s", approved.name(), approved.state());
    ask.seenApproved();
    promises.shown(ask, approved);
  }

  /** How it fares, and its receipt if it has one. */
  Erasure look(Ask ask) {
    ErasureHandle handle = client.erasure(ask.name().orElseThrow());
    boolean approved = ask.approved();
    try {
      Erasure erasure = handle.now();
      promises.shown(ask, erasure);
      promises.held(ask, approved, erasure);
      if (erasure.state() == Erasure.State.COMPLETED) {
        promises.received(ask, handle.receipt());
        journal.count("receipt");
      }
      return erasure;
    } catch (LetheException failed) {
      promises.refused(ask, failed);
      throw failed;
    }
  }

  private void watch(Ask ask) {
    ErasureHandle handle = client.erasure(ask.name().orElseThrow());
    try {
      Erasure _ = handle.await(erasure -> promises.shown(ask, erasure), WATCH_MAX);
      journal.count("watch");
    } catch (LetheException failed) {
      promises.refused(ask, failed);
      throw failed;
    }
  }

  /** Mostly one that holds erased data, which must be refused. */
  private void activateSome() {
    List<ModelVersion> versions = client.versions(model).limit(20).toList();
    if (!versions.isEmpty()) {
      ModelVersion some = versions.get(random.nextInt(versions.size()));
      Promises.Promised before = promises.now();
      promises.activated(before, callers.administrator().activate(some.name()));
      journal.count("activate");
    }
  }

  /** Mostly one that is destroyed, or that nothing was erased from since. */
  private void rebaseSome() {
    List<ModelVersion> versions = client.versions(model).limit(5).toList();
    if (!versions.isEmpty()) {
      ModelVersion some = versions.get(random.nextInt(versions.size()));
      Promises.Promised before = promises.now();
      promises.activated(before, callers.administrator().rebase(some.name()));
      journal.count("rebase");
    }
  }

  private void train() {
    String _ = client
        .train(TrainingRequest.of(model, "mf").with(TRAINING).from(random.nextInt(1000)))
        .name();
    journal.note("train", "%s", UUID.randomUUID());
  }
}
