package io.lethe.crashes;

import io.lethe.client.AppendOutcome;
import io.lethe.client.ImportSummary;
import io.lethe.client.InteractionRow;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.Repeats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Imports by a stream, each of one person whom nothing else names: cut by a kill they are sent again under
 * their ids, from the first row on. Each row adds 1 to its pair, by its value or by the weight of its event
 * type, so that a part that counts twice, or not at all, shows; the pair has the last one's event type.
 * Thread-safe.
 */
final class Deliveries {

  private static final int WARES = 60;
  /** A message of the client has 10,000 rows: an import is of a few parts. */
  private static final int ROWS_MAX = 25_000;
  private static final String WHOLE = "whole";
  private static final String HALF = "half";
  private static final Map<String, Float> WEIGHTS = Map.of(WHOLE, 1F, HALF, 2F);

  private final String model;
  private final Journal journal;
  private final List<Delivery> deliveries = new ArrayList<>();

  private static final class Delivery {
    private final UUID id = UUID.randomUUID();
    private final String person = "courier-" + id;
    private final int rows;
    private boolean arrived;

    Delivery(int rows) {
      this.rows = rows;
    }

    InteractionRow row(int position) {
      String event = event(position);
      return new InteractionRow(person, ware(position), event.equals(WHOLE) ? 1 : 0.5F).by(event);
    }

    Map<String, String> expected() {
      Map<String, String> expected = new TreeMap<>();
      for (int ware = 0; ware < Math.min(WARES, rows); ware++) {
        int more = (rows - 1 - ware) / WARES;
        expected.put(ware(ware), shown(1 + more, event(ware + more * WARES)));
      }
      return expected;
    }

    private static String event(int position) {
      return position / WARES % 2 == 0 ? WHOLE : HALF;
    }

    static String shown(int count, String event) {
      return count + " " + event;
    }

    private static String ware(int position) {
      return "parcel-%02d".formatted(position % WARES);
    }
  }

  Deliveries(String model, Journal journal) {
    this.model = model;
    this.journal = journal;
  }

  private synchronized List<Delivery> arrived(boolean arrived) {
    return deliveries.stream().filter(delivery -> delivery.arrived == arrived).toList();
  }

  private synchronized void arrives(Delivery delivery) {
    delivery.arrived = true;
  }

  /** Sends a new one. */
  void send(LetheClient client, Random random) {
    Delivery delivery = new Delivery(1 + random.nextInt(ROWS_MAX));
    synchronized (this) {
      deliveries.add(delivery);
    }
    send(client, delivery);
    journal.count("import stream");
  }

  private void send(LetheClient client, Delivery delivery) {
    ImportSummary summary = client.importInteractions(
        model, delivery.id, IntStream.range(0, delivery.rows).mapToObj(delivery::row).iterator(),
        Repeats.SUM, WEIGHTS);
    arrives(delivery);
    long counted = summary.outcomes().getOrDefault(AppendOutcome.STORED, 0L)
        + summary.outcomes().getOrDefault(AppendOutcome.REPLACED, 0L);
    if (summary.rowCount() != delivery.rows || counted != delivery.rows) {
      journal.violation(
          "an import of %d rows was answered with %d, %s", delivery.rows, summary.rowCount(),
          summary.outcomes());
    }
  }

  /** Sends what a kill cut again; then the server has every row once. */
  void settle(LetheClient client) {
    for (Delivery delivery : arrived(false)) {
      try {
        send(client, delivery);
        journal.count("import stream after a crash");
      } catch (LetheException failed) {
        journal.count("failed import stream");
      }
    }
  }

  /** Holds what the server has of the last ones against what was sent. */
  void check(LetheClient client, int last) {
    List<Delivery> all = arrived(true);
    all.subList(Math.max(0, all.size() - last), all.size())
        .forEach(delivery -> check(client, delivery));
  }

  /** The same with all. */
  void checkAll(LetheClient client) {
    if (!arrived(false).isEmpty()) {
      journal.violation("%d imports did not arrive", arrived(false).size());
    }
    arrived(true).forEach(delivery -> check(client, delivery));
  }

  private void check(LetheClient client, Delivery delivery) {
    Map<String, String> held = new TreeMap<>();
    client.interactionsOfUser(model, delivery.person)
        .forEach(
            row -> held.put(row.item(), Delivery.shown(Math.round(row.value()), row.eventType())));
    if (!held.equals(delivery.expected())) {
      journal
          .violation("%s has %s, and %s were imported", delivery.person, held, delivery.expected());
    }
    journal.count("rows of an import as sent");
  }
}
