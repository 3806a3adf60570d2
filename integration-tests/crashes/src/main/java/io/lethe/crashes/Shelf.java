package io.lethe.crashes;

import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.ScoredItem;
import io.lethe.client.catalog.CatalogClient;
import io.lethe.client.catalog.CatalogItem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What clients tell of the wares: each is available or not, and how often that was told stands beside it.
 * What was acknowledged holds after a kill, and a ware that is not available is in no answer. One client
 * at a time tells of a ware. Thread-safe.
 */
final class Shelf {

  private static final String EDITION = "edition";

  private final String model;
  private final Journal journal;
  private final Map<String, Told> told = new HashMap<>();
  private final Set<String> underWay = new HashSet<>();
  private final Set<String> unclear = new HashSet<>();

  /** The last that was acknowledged, and the last that was sent. */
  private record Told(CatalogItem acknowledged, CatalogItem sent) {}

  Shelf(String model, Journal journal) {
    this.model = model;
    this.journal = journal;
  }

  /** Tells of a ware, unless another client does. */
  void update(LetheClient client, Random random) {
    String ware = Purchases.ware(random);
    CatalogItem next;
    synchronized (this) {
      if (unclear.contains(ware) || !underWay.add(ware)) {
        return;
      }
      Told last = told.get(ware);
      double edition = last == null ? 0 : edition(last.sent()) + 1;
      next = CatalogItem.of(ware).availableOnlyIf(random.nextInt(3) != 0).with(EDITION, edition);
      told.put(ware, new Told(last == null ? CatalogItem.of(ware) : last.acknowledged(), next));
    }
    boolean acknowledged = false;
    try {
      var _ = CatalogClient.of(client, model).update(List.of(next));
      acknowledged = true;
      journal.count("catalogue update");
    } finally {
      ended(ware, next, acknowledged);
    }
  }

  private static double edition(CatalogItem item) {
    return item.attributes().get(EDITION) instanceof Double edition ? edition : -1;
  }

  private synchronized void ended(String ware, CatalogItem next, boolean acknowledged) {
    underWay.remove(ware);
    if (acknowledged) {
      told.put(ware, new Told(next, next));
    } else {
      unclear.add(ware);
    }
  }

  /** Wares that no answer may hold from now on, unless more is told of them meanwhile. */
  synchronized Map<String, CatalogItem> unavailable() {
    Map<String, CatalogItem> unavailable = new HashMap<>();
    told.forEach((ware, last) -> {
      if (last.acknowledged().equals(last.sent()) && !last.sent().available()) {
        unavailable.put(ware, last.sent());
      }
    });
    return unavailable;
  }

  /** Holds an answer against what was told before it was asked for. */
  synchronized void answered(Map<String, CatalogItem> unavailable, List<ScoredItem> items) {
    for (ScoredItem item : items) {
      if (told.containsKey(item.item())) {
        journal.count("ware of the catalogue in an answer");
      }
      CatalogItem before = unavailable.get(item.item());
      Told now = told.get(item.item());
      if (before != null && now != null && now.sent().equals(before)) {
        journal.violation("%s was answered, and is not available", item.item());
      }
    }
  }

  /** What the server knows is what was acknowledged, or what was sent and had no answer. */
  void check(LetheClient client) {
    Map<String, Told> all;
    synchronized (this) {
      all = Map.copyOf(told);
    }
    CatalogClient catalog = CatalogClient.of(client, model);
    all.forEach((ware, last) -> {
      CatalogItem found = found(catalog, ware);
      if (!found.equals(last.acknowledged()) && !found.equals(last.sent())) {
        journal.violation("the catalogue has %s, and %s was acknowledged", found, last);
      }
      synchronized (this) {
        told.put(ware, new Told(found, found));
        unclear.remove(ware);
      }
      journal.count("catalogue entry as acknowledged");
    });
  }

  private static CatalogItem found(CatalogClient catalog, String ware) {
    try {
      return catalog.get(ware);
    } catch (LetheException failed) {
      if (failed.reason().equals("ITEM_NOT_FOUND")) {
        return CatalogItem.of(ware);
      }
      throw failed;
    }
  }
}
