package io.lethe.server.grpc.admission;

import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;
import java.util.concurrent.Semaphore;

/** Gives every connection its number of watches and waits. */
public final class ConnectionWatches extends ServerTransportFilter {

  static final Attributes.Key<Semaphore> FREE = Attributes.Key.create("lethe-watches-free");

  private final int watchesMax;

  /**
   * With a bound.
   *
   * @param watchesMax watches and waits of one connection
   */
  public ConnectionWatches(int watchesMax) {
    this.watchesMax = watchesMax;
  }

  @Override
  public Attributes transportReady(Attributes connection) {
    return connection.toBuilder().set(FREE, new Semaphore(watchesMax)).build();
  }
}
