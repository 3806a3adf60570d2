package io.lethe.clients;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.lethe.server.gateway.GatewayServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** One proxy for each kind of trouble, by name, and a gateway before each. */
final class Troublemakers implements AutoCloseable {

  /** Above every deadline that is to pass, far below the default one: machines may be busy. */
  static final Duration DELAY = Duration.ofMillis(800);

  private final ManagedChannel behind;
  private final Gateways gateways = new Gateways();
  private final Map<String, Trouble> all = new LinkedHashMap<>();

  private Troublemakers(ManagedChannel behind) {
    this.behind = behind;
  }

  private record Trouble(FaultProxy proxy, GatewayServer gateway) {}

  static Troublemakers before(String address, Path authority) throws IOException {
    ManagedChannel behind = Grpc
        .newChannelBuilder(
            address, TlsChannelCredentials.newBuilder().trustManager(authority.toFile()).build())
        .build();
    Troublemakers made = new Troublemakers(behind);
    Map<String, Fault> faults = Map.of(
        "flaky", Faults.flaky(), "slow", Faults.slow(DELAY), "raise", Faults.raise(), "failing",
        Faults.failing(), "newer", OtherVersions.newer(), "older", OtherVersions.older(), "ahead",
        OtherVersions.ahead());
    for (Map.Entry<String, Fault> fault : faults.entrySet()) {
      FaultProxy proxy = new FaultProxy(behind, fault.getValue());
      made.all.put(fault.getKey(), new Trouble(proxy, made.gateways.before(proxy)));
    }
    return made;
  }

  FaultProxy proxy(String name) {
    return trouble(name).proxy;
  }

  /** Where the gateway before it is. */
  String gateway(String name) {
    return "http://127.0.0.1:" + trouble(name).gateway.port().orElseThrow();
  }

  private Trouble trouble(String name) {
    Trouble trouble = all.get(name);
    if (trouble == null) {
      throw new IllegalArgumentException("there is no troublemaker '" + name + "'");
    }
    return trouble;
  }

  @Override
  public void close() {
    for (Trouble trouble : all.values()) {
      trouble.gateway.refuse();
      trouble.gateway.stop();
      trouble.proxy.close();
    }
    gateways.close();
    behind.shutdownNow();
  }
}
