package io.lethe.clients;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** One proxy for each kind of trouble, by name. */
final class Troublemakers implements AutoCloseable {

  /** Above every deadline that a scenario sets, below the default one. */
  static final Duration DELAY = Duration.ofMillis(1500);

  private final ManagedChannel behind;
  private final Map<String, FaultProxy> proxies = new LinkedHashMap<>();

  private Troublemakers(ManagedChannel behind) {
    this.behind = behind;
  }

  static Troublemakers before(String address, Path authority) throws IOException {
    ManagedChannel behind = Grpc
        .newChannelBuilder(
            address, TlsChannelCredentials.newBuilder().trustManager(authority.toFile()).build())
        .build();
    Troublemakers all = new Troublemakers(behind);
    Map<String, Fault> faults = Map.of(
        "flaky", Faults.flaky(), "slow", Faults.slow(DELAY), "raise", Faults.raise(), "newer",
        OtherVersions.newer(), "older", OtherVersions.older(), "ahead", OtherVersions.ahead());
    for (Map.Entry<String, Fault> fault : faults.entrySet()) {
      all.proxies.put(fault.getKey(), new FaultProxy(behind, fault.getValue()));
    }
    return all;
  }

  FaultProxy proxy(String name) {
    FaultProxy proxy = proxies.get(name);
    if (proxy == null) {
      throw new IllegalArgumentException("there is no troublemaker '" + name + "'");
    }
    return proxy;
  }

  @Override
  public void close() {
    proxies.values().forEach(FaultProxy::close);
    behind.shutdownNow();
  }
}
