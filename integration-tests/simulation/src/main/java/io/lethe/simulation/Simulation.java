package io.lethe.simulation;

import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.policy.ApprovalConfig;
import io.lethe.engine.erasure.policy.ErasurePolicy;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.engine.erasure.run.ErasureConfig;
import io.lethe.engine.lifecycle.Engine;
import io.lethe.engine.lifecycle.EngineConfig;
import io.lethe.engine.lifecycle.RetrainingConfig;
import io.lethe.engine.lifecycle.TrainingListener;
import io.lethe.engine.lifecycle.TrainingRequest;
import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.work.RetryingLoop;
import io.lethe.unlearning.Effort;
import io.lethe.unlearning.UnlearningConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One run: clients and the world do random things to a machine, every promise is checked after every
 * step; then the weather clears, and everything accepted must come to its end. Confined to one thread.
 */
final class Simulation {

  private static final int STEPS = 120;
  private static final int FIRST_ROWS = 50;
  /** Every other seed from here on has aliases: those before find again what they once found. */
  private static final long FIRST_SEED_WITH_ALIASES = 10_000;

  private final SplittableRandom random;
  private final Tally tally;
  private final EventLoop loop;
  private final Weather weather;
  private final Machine machine;
  private final Village village;
  private final Client client = new Client(Village.MODEL);
  private final Checks checks;
  private final Till till;
  private final Optional<Signposts> signposts;
  private final FairWeather fair;
  private final List<ModelHandle> held = new ArrayList<>();

  Simulation(long seed, InstallationKeys keys, Tally tally) {
    this.random = new SplittableRandom(seed);
    this.tally = tally;
    this.loop = new EventLoop(random.nextLong());
    this.weather = new Weather(random.split(), tally);
    this.machine = new Machine(loop, keys, config(random.split()), weather::epoch);
    this.village = new Village(random.split());
    this.checks = new Checks(machine, client, tally);
    // Of its own, so that the seeds that once found something go on as they did.
    this.till = new Till(new SplittableRandom(~seed));
    this.signposts = seed < FIRST_SEED_WITH_ALIASES || seed % 2 != 0
        ? Optional.empty()
        : Optional.of(new Signposts(new SplittableRandom(-seed), tally));
    this.fair = new FairWeather(
        loop, tally, machine, new FairWeather.Promised(client, checks, till, signposts));
  }

  /** Bounds of an engine, small ones, so that they are reached. */
  private static EngineConfig config(SplittableRandom random) {
    boolean strict = random.nextInt(4) == 0;
    boolean retrains = random.nextInt(3) == 0;
    UnlearningConfig unlearning = UnlearningConfig.defaults()
        .with(new UnlearningConfig.Gates(strict ? 1e-9 : 100, 100, 0, 1e9, 1, 64));
    return new EngineConfig(
        Duration.ofSeconds(20), 1000, 1 + random.nextInt(3), 1 + random.nextInt(3),
        new ErasureConfig(
            1 + random.nextInt(8), 1000, 100, 1 + random.nextInt(4), Duration.ofMillis(200),
            Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofDays(30),
            random.nextInt(3) == 0
                ? ErasurePolicy.open().with(new ApprovalConfig(2, 1))
                : ErasurePolicy.open()),
        new RetrainingConfig(
            retrains, 0.2, Duration.ZERO, RetrainingConfig.TAKEOVER_BOUND,
            Duration.ofSeconds(random.nextInt(60)),
            new RetryingLoop.Delays(Duration.ofSeconds(1), Duration.ofMinutes(1))),
        Effort.AUTO, retrains ? unlearning.withResidualBudget(1e-6) : unlearning);
  }

  /** Runs it to its end; throws a {@link Violation} if a promise is broken. */
  void run() {
    for (int step = 0; step < STEPS; step++) {
      step(random.nextInt(100));
      machine.engine().ifPresent(engine -> checks.afterStep(engine, village.user()));
    }
    weather.clear(machine);
    down();
    machine.boot(weather.ofNextProcess());
    fair.settle(machine.engine().orElseThrow());
    checks.atEnd();
  }

  private void step(int dice) {
    Optional<Engine> engine = machine.engine();
    if (engine.isEmpty()) {
      if (dice < 40) {
        weather.change(machine);
      } else {
        boot();
      }
    } else if (dice < 3) {
      down();
    } else if (dice < 10) {
      weather.change(machine);
    } else {
      alive(() -> act(engine.get(), dice));
      machine.engine().filter(now -> till.isDue()).ifPresent(now -> alive(() -> append(now)));
      signposts.filter(Signposts::isDue)
          .ifPresent(posts -> machine.engine().ifPresent(now -> alive(() -> point(now, posts))));
    }
  }

  private void point(Engine engine, Signposts posts) {
    posts.change(engine, machine.ledger().versions(Village.MODEL));
    posts.check(engine);
    client.recommend(engine, "user-" + till.number(Village.USERS), posts.some());
  }

  private void append(Engine engine) {
    tolerated(() -> {
      till.append(engine, "user-" + till.number(Village.USERS));
      tally.event("append");
    });
  }

  /** What a living process does; it may die of it. */
  private void alive(Runnable work) {
    try {
      work.run();
    } catch (SimulatedCrash died) {
      tally.event("crash", String.valueOf(died.getMessage()));
      down();
      return;
    }
    if (machine.died()) {
      // It died where nobody was looking, such as in a callback.
      tally.event("crash", "unseen");
      down();
    }
  }

  private void down() {
    held.clear();
    weather.strike(machine);
  }

  private void boot() {
    alive(() -> {
      try {
        machine.boot(weather.ofNextProcess());
        tally.event("boot");
        machine.engine().ifPresent(checks::afterBoot);
        machine.engine().ifPresent(till::afterBoot);
        machine.engine().ifPresent(now -> signposts.ifPresent(posts -> posts.check(now)));
      } catch (LetheException failed) {
        checks.allowed(failed);
        tally.event("boot failed", failed.kind().name());
        machine.kill();
      }
    });
  }

  private void act(Engine engine, int dice) {
    if (dice < 45) {
      if (!loop.runOne() && !loop.passTime()) {
        tally.event("idle");
      }
    } else if (dice < 50) {
      boolean _ = loop.passTime();
    } else if (dice < 64) {
      client.recommend(engine, village.user());
      tally.event("recommend");
    } else if (dice < 78) {
      Ask ask = client.ask(engine, village.request());
      tally.event("ask", ask.acknowledged() ? "acknowledged" : "refused");
      checks.refusedIsUnknown(ask);
    } else if (dice < 82) {
      again(engine);
    } else if (dice < 84) {
      tolerated(() -> decide(engine));
    } else {
      tolerated(() -> operate(engine, dice));
    }
  }

  private void again(Engine engine) {
    if (!client.asks().isEmpty()) {
      Ask ask = client.asks().get(random.nextInt(client.asks().size()));
      if (ask.acknowledged() && random.nextInt(3) == 0) {
        client.contradict(engine, ask);
        tally.event("contradict");
      } else {
        client.send(engine, ask);
        tally.event("send again");
      }
    }
  }

  /** A second person approves, or the first one thinks better of it. */
  private void decide(Engine engine) {
    List<Ask> asks = client.acknowledged().stream().filter(ask -> !ask.seen.terminal()).toList();
    if (asks.isEmpty()) {
      return;
    }
    Ask ask = asks.get(random.nextInt(asks.size()));
    if (random.nextBoolean()) {
      client.approve(engine, ask);
      tally.event("approve");
    } else {
      client.cancel(engine, ask);
      tally.event("cancel");
    }
  }

  /** Work that may fail for a reason; then nothing has changed. */
  private void tolerated(Runnable work) {
    try {
      work.run();
    } catch (LetheException failed) {
      checks.allowed(failed);
      tally.event("refused", failed.kind().name());
    }
  }

  private void operate(Engine engine, int dice) {
    if (dice < 87) {
      engine.intake()
          .add(
              Village.MODEL,
              village.ratings(client.asks().isEmpty() ? FIRST_ROWS : 1 + random.nextInt(8)));
      tally.event("import");
    } else if (dice < 92) {
      train(engine);
    } else if (dice < 95) {
      activate(engine);
    } else if (dice < 98) {
      hold(engine);
    } else {
      held.forEach(ModelHandle::close);
      held.clear();
      tally.event("let go");
    }
  }

  /** Where aliases follow, their thread waits for calls to end: there is no other here to end them. */
  private void hold(Engine engine) {
    if (signposts.isEmpty()) {
      held.add(engine.registry().acquire(Village.MODEL));
      tally.event("hold");
    }
  }

  private void train(Engine engine) {
    ModelVersion made = engine.training()
        .train(
            new TrainingRequest(
                Village.MODEL, "tiny", Map.of("epochs", "3"), random.nextInt(100), 0.1, true,
                false),
            TrainingListener.none());
    tally.event("train", made.id().toString());
  }

  private void activate(Engine engine) {
    List<VersionRecord> versions = machine.ledger().versions(Village.MODEL);
    if (!versions.isEmpty()) {
      VersionRecord some = versions.get(random.nextInt(versions.size()));
      ModelVersion now = engine.activation().activate(some.id());
      tally.event("activate", now.id().toString());
    }
  }
}
