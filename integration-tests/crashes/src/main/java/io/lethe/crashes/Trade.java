package io.lethe.crashes;

import io.lethe.client.LetheClient;
import java.util.List;
import java.util.Random;

/** What comes in while the server runs: by requests, by streams, and of the wares themselves. */
record Trade(Purchases purchases, Deliveries deliveries, Shelf shelf) {

  private static final int DELIVERIES_CHECKED = 3;

  /** Nothing has come in yet. */
  static Trade of(String model, Population population, Journal journal) {
    return new Trade(
        new Purchases(model, population, journal), new Deliveries(model, journal),
        new Shelf(model, journal));
  }

  /** Sends what stayed unclear again. */
  void settle(LetheClient client) {
    purchases.settle(client);
    deliveries.settle(client);
  }

  /** What holds some of what the server has against what clients were told; none sends meanwhile. */
  List<Runnable> checks(LetheClient client, int people, Random random) {
    return List.of(
        () -> purchases.check(client, people, random),
        () -> deliveries.check(client, DELIVERIES_CHECKED), () -> shelf.check(client));
  }

  /** The same with everything. */
  void checkAll(LetheClient client) {
    purchases.checkAll(client);
    deliveries.checkAll(client);
    shelf.check(client);
  }
}
