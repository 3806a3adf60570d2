package io.lethe.crashes;

import io.lethe.client.AppendOutcome;
import io.lethe.client.AppendRequest;
import io.lethe.client.ForgetTarget;
import io.lethe.client.InteractionRow;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.Repeats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * What clients have people buy while the server runs, and whether the server counts each purchase that
 * it acknowledged once, and none of an erased person. Wares are bought only: no file names them, and no
 * request to forget does. Thread-safe.
 */
final class Purchases {

  private static final int WARES = 40;
  private static final int BATCH_MAX = 200;
  private static final int BUYERS_A_BATCH = 5;
  /** One in so many buyers is new, and one was erased. */
  private static final int NEW_ONE_IN = 5;
  private static final int ERASED_ONE_IN = 8;

  private final String model;
  private final Population population;
  private final Journal journal;
  private final List<Purchase> purchases = new ArrayList<>();

  Purchases(String model, Population population, Journal journal) {
    this.model = model;
    this.population = population;
    this.journal = journal;
  }

  private synchronized List<Purchase> standing(Ask.Standing standing) {
    return purchases.stream().filter(purchase -> purchase.standing() == standing).toList();
  }

  /** A person buys one thing. */
  void single(LetheClient client, Random random) {
    buy(client, List.of(row(buyer(random), random)));
    journal.count("append one");
  }

  /** A few people buy many things, some of them again and again. */
  void batch(LetheClient client, Random random) {
    List<String> buyers = new ArrayList<>();
    for (int k = 0; k < BUYERS_A_BATCH; k++) {
      buyers.add(buyer(random));
    }
    List<InteractionRow> rows = new ArrayList<>();
    for (int left = 2 + random.nextInt(BATCH_MAX - 1); left > 0; left--) {
      rows.add(row(buyers.get(random.nextInt(BUYERS_A_BATCH)), random));
    }
    buy(client, rows);
    journal.count("append batch");
  }

  private static InteractionRow row(String buyer, Random random) {
    return InteractionRow.of(buyer, ware(random));
  }

  /** Some ware. */
  static String ware(Random random) {
    return "ware-%02d".formatted(random.nextInt(WARES));
  }

  private String buyer(Random random) {
    if (random.nextInt(ERASED_ONE_IN) == 0) {
      for (Ask ask : journal.some(Ask.Standing.ACKNOWLEDGED, 1, random)) {
        if (ask.request().target() instanceof ForgetTarget.User(String user)) {
          return user;
        }
      }
    }
    return random.nextInt(NEW_ONE_IN) == 0
        ? population.newcomer()
        : population.someUser(random).orElseGet(population::newcomer);
  }

  private void buy(LetheClient client, List<InteractionRow> rows) {
    Purchase purchase = new Purchase(AppendRequest.of(model, rows).with(Repeats.SUM), erased());
    synchronized (this) {
      purchases.add(purchase);
    }
    send(client, purchase);
  }

  /** People whose erasure is approved or needs no approval; one that is held may be withdrawn. */
  private Set<String> erased() {
    Set<String> users = new HashSet<>();
    for (Ask ask : journal.standing(Ask.Standing.ACKNOWLEDGED)) {
      if (ask.effective() && !ask.withdrawn()
          && ask.request().target() instanceof ForgetTarget.User(String user)) {
        users.add(user);
      }
    }
    return users;
  }

  /** Sends a request, for the first time or again: its rows count once. */
  private void send(LetheClient client, Purchase purchase) {
    try {
      told(purchase, client.appendInteractions(purchase.request()).outcomes());
    } catch (LetheException failed) {
      if (!failed.reason().isEmpty()) {
        journal.note("refused", "%s %s", purchase.request().requestId(), failed.reason());
        purchase.refused();
      }
      throw failed;
    }
  }

  private void told(Purchase purchase, List<AppendOutcome> outcomes) {
    List<AppendOutcome> first = purchase.acknowledged(outcomes);
    if (!first.equals(outcomes)) {
      journal.violation(
          "append %s was answered otherwise the second time", purchase.request().requestId());
    }
    for (int k = 0; k < outcomes.size(); k++) {
      String user = purchase.request().rows().get(k).user();
      switch (outcomes.get(k)) {
        case STORED, REPLACED -> {
          if (purchase.comesAfterErasureOf(user)) {
            journal.violation("a row of %s was stored after they were erased", user);
          }
        }
        case REFUSED -> journal.violation("a row of %s was refused", user);
        case SUPPRESSED -> {
          journal.count("row suppressed");
          if (population.isLeft(user)) {
            journal.violation("a row of %s was suppressed, and they were not erased", user);
          }
        }
        case UNCHANGED, OLDER, IGNORED, UNKNOWN ->
          journal.violation("a row of %s, which adds 1, is %s", user, outcomes.get(k));
      }
    }
  }

  /** Sends some request again that was acknowledged. */
  void repeat(LetheClient client, Random random) {
    List<Purchase> acknowledged = standing(Ask.Standing.ACKNOWLEDGED);
    if (!acknowledged.isEmpty()) {
      send(client, acknowledged.get(random.nextInt(acknowledged.size())));
      journal.count("append again");
    }
  }

  /** Sends what stayed unclear again; failures are counted. */
  void settle(LetheClient client) {
    for (Purchase purchase : standing(Ask.Standing.UNCLEAR)) {
      try {
        send(client, purchase);
        journal.count("append after a crash");
      } catch (LetheException failed) {
        journal.count("failed append");
      }
    }
  }

  /** Holds what the server has of some people against what clients were told; none buys meanwhile. */
  void check(LetheClient client, int people, Random random) {
    List<String> buyers = new ArrayList<>(buyers());
    for (int k = 0; k < Math.min(people, buyers.size()); k++) {
      check(client, buyers.get(random.nextInt(buyers.size())));
    }
  }

  /** The same with everybody. */
  void checkAll(LetheClient client) {
    List<Purchase> unclear = standing(Ask.Standing.UNCLEAR);
    if (!unclear.isEmpty()) {
      journal.violation("%d appends have no outcome", unclear.size());
    }
    buyers().forEach(buyer -> check(client, buyer));
  }

  private Set<String> buyers() {
    Set<String> buyers = new HashSet<>();
    standing(Ask.Standing.ACKNOWLEDGED)
        .forEach(purchase -> purchase.request().rows().forEach(row -> buyers.add(row.user())));
    return buyers;
  }

  private void check(LetheClient client, String user) {
    boolean unclear = standing(Ask.Standing.UNCLEAR).stream()
        .anyMatch(purchase -> purchase.concerns(user));
    boolean completed = journal.standing(Ask.Standing.ACKNOWLEDGED)
        .stream()
        .anyMatch(
            ask -> ask.completedPosition() > 0
                && ask.request().target().equals(new ForgetTarget.User(user)));
    if (unclear || !(population.isLeft(user) || completed)) {
      return;
    }
    Map<String, Integer> expected = completed ? Map.of() : expected(user);
    Map<String, Integer> held = new TreeMap<>();
    client.interactionsOfUser(model, user)
        .filter(row -> completed || row.item().startsWith("ware-"))
        .forEach(row -> held.put(row.item(), Math.round(row.value())));
    if (!held.equals(expected)) {
      journal.violation(
          "%s has %s, and %s were acknowledged%s", user, held, expected,
          completed ? "; they were erased" : "");
    }
    journal.count(completed ? "nothing of an erased buyer" : "rows of a buyer as acknowledged");
  }

  private Map<String, Integer> expected(String user) {
    Map<String, Integer> expected = new TreeMap<>();
    for (Purchase purchase : standing(Ask.Standing.ACKNOWLEDGED)) {
      purchase.request()
          .rows()
          .stream()
          .filter(row -> row.user().equals(user))
          .map(InteractionRow::item)
          .distinct()
          .forEach(item -> expected.merge(item, purchase.counted(user, item), Integer::sum));
    }
    expected.values().removeIf(count -> count == 0);
    return expected;
  }
}
