package io.lethe.server.grpc.admission;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Leaves connections for others: of those that a port may have open, one address has three quarters
 * at most. Thread-safe.
 */
public final class AddressShare {

  private static final int QUARTERS_OF_ONE = 3;

  private final int ofOneMax;
  private final ConcurrentMap<InetAddress, Integer> open = new ConcurrentHashMap<>();

  /**
   * Shares of a bound.
   *
   * @param connectionsMax of all addresses together
   */
  public AddressShare(int connectionsMax) {
    this.ofOneMax = Math.max(1, connectionsMax * QUARTERS_OF_ONE / 4);
  }

  /** Counts one more connection of an address; false, and nothing is counted, if it has its share. */
  public boolean tryOpen(InetAddress address) {
    if (open.merge(address, 1, Integer::sum) <= ofOneMax) {
      return true;
    }
    closed(address);
    return false;
  }

  /** A connection that was counted is closed. */
  public void closed(InetAddress address) {
    open.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
  }
}
