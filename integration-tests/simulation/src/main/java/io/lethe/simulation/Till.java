package io.lethe.simulation;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.interaction.AppendOutcome;
import io.lethe.engine.interaction.UserInteractions;
import io.lethe.engine.lifecycle.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * Appends interactions and remembers what it was told. Each order adds one to the sum of a pair that is
 * never erased, so that an order that counts twice, or not at all, shows; and has a time and an event type
 * of its own: the sum has those of the latest. Confined to one thread.
 */
final class Till {

  private static final String STEADY = "steady";
  private static final String COUNTER = "counter";
  private static final int ITEMS = 12;
  /** Orders happened within these hours, in an order of their own, before anything simulated does. */
  private static final Instant FIRST = Instant.parse("2019-03-14T00:00:00Z");
  private static final int HOURS = 9_973;
  private static final int EVENT_TYPES = 7;

  private final SplittableRandom random;
  private final List<AppendOrder> unclear = new ArrayList<>();
  private Instant latest = Instant.MIN;
  private long acknowledged;
  private long orders;

  Till(SplittableRandom random) {
    this.random = random;
  }

  /** Whether something is to be appended now. */
  boolean isDue() {
    return random.nextInt(10) == 0;
  }

  int number(int bound) {
    return random.nextInt(bound);
  }

  /** Sends an order, a new one or one of which the outcome is not known. */
  void append(Engine engine, String someUser) {
    AppendOrder order = unclear.isEmpty() || random.nextInt(3) > 0
        ? next(someUser)
        : unclear.remove(random.nextInt(unclear.size()));
    send(engine, order);
  }

  private AppendOrder next(String someUser) {
    return new AppendOrder(
        Village.MODEL, new UUID(6, ++orders),
        List.of(
            new AppendOrder.Row(STEADY, COUNTER, 1, time(orders), event(time(orders))),
            new AppendOrder.Row(someUser, "item-" + random.nextInt(ITEMS), 1)),
        Repeats.SUM);
  }

  private static Instant time(long order) {
    return FIRST.plus(Duration.ofHours(order * 7_919 % HOURS));
  }

  private static String event(Instant time) {
    return "event-" + time.getEpochSecond() / Duration.ofHours(1).toSeconds() % EVENT_TYPES;
  }

  private static boolean isTimeOfSome(Instant time, long orders) {
    return LongStream.rangeClosed(1, orders).anyMatch(order -> time(order).equals(time));
  }

  private void send(Engine engine, AppendOrder order) {
    unclear.add(order);
    List<AppendOutcome> outcomes = engine.intake().append(order);
    unclear.remove(order);
    acknowledged++;
    Instant time = Objects.requireNonNull(order.rows().getFirst().time());
    latest = time.isAfter(latest) ? time : latest;
    if (outcomes.getFirst() == AppendOutcome.SUPPRESSED) {
      throw new Violation("an interaction was suppressed that was never erased");
    }
  }

  /** In fair weather: every order once more of which the outcome is not known; then all count once. */
  void settle(Engine engine) {
    for (AppendOrder order : List.copyOf(unclear)) {
      unclear.remove(order);
      send(engine, order);
    }
    if (orders > 0) {
      check(engine);
    }
  }

  private void check(Engine engine) {
    AppendOrder.Row counted = new UserInteractions(engine.log(), model -> true)
        .of(Village.MODEL, STEADY)
        .getFirst();
    if (counted.value() != acknowledged || acknowledged != orders || !latest.equals(counted.time())
        || !counted.event().equals(event(latest))) {
      throw new Violation(
          "%s interactions, the last a %s of %s, for %d orders, the last of %s, %d of them acknowledged"
              .formatted(
                  counted.value(), counted.event(), counted.time(), orders, latest, acknowledged));
    }
  }

  /** What was acknowledged is there after every start. */
  void afterBoot(Engine engine) {
    if (acknowledged > 0) {
      try {
        List<AppendOrder.Row> held = new UserInteractions(engine.log(), model -> true)
            .of(Village.MODEL, STEADY);
        if (held.isEmpty() || held.getFirst().value() < acknowledged
            || held.getFirst().value() > orders) {
          throw new Violation(
              "%s interactions are held for %d acknowledged orders of %d"
                  .formatted(held, acknowledged, orders));
        }
        Instant time = held.getFirst().time();
        if (time == null || time.isBefore(latest) || !isTimeOfSome(time, orders)
            || !held.getFirst().event().equals(event(time))) {
          throw new Violation(
              "the last of them, a %s, happened at %s; of the acknowledged ones the last did at %s"
                  .formatted(held.getFirst().event(), time, latest));
        }
      } catch (LetheException unreadable) {
        if (unreadable.kind() != ErrorKind.STORAGE_FAILED) {
          throw new Violation("the log cannot be read", unreadable);
        }
      }
    }
  }
}
