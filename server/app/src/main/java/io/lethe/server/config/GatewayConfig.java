package io.lethe.server.config;

import java.util.List;
import java.util.Set;

/**
 * Where the services are offered over HTTP with JSON.
 *
 * @param port 0 for any free one; -1 for nowhere
 * @param corsOrigins of web pages that may call, such as {@code https://shop.example}
 * @param connectionsMax open at once; more are closed
 */
public record GatewayConfig(String host, int port, Set<String> corsOrigins, int connectionsMax) {

  private static final int NOWHERE = -1;

  static final Setting<String> HOST = Setting.of(
      "gateway.host", "", Values.textOrNone(),
      "address of the JSON gateway; empty for that of listen.host");

  /** Port of the gateway. */
  public static final Setting<Integer> PORT = Setting.of(
      "gateway.port", NOWHERE, Values.wholeNumber(NOWHERE, 65_535),
      "TCP port on which the services are offered over HTTP with JSON; 0 for any free one, -1 for"
          + " none");

  static final Setting<Set<String>> CORS_ORIGINS = Setting.of(
      "gateway.cors-origins", "", Values.origins(),
      "origins of web pages that may call the gateway, separated by commas; none: no page may");

  static final Setting<Integer> CONNECTIONS_MAX = Setting.of(
      "gateway.connections-max", 1024, Values.wholeNumber(1, 1_000_000),
      "connections that the gateway may have open, three quarters of them from one address; more are"
          + " closed at once");

  static final List<Setting<?>> ALL = List.of(HOST, PORT, CORS_ORIGINS, CONNECTIONS_MAX);

  public GatewayConfig {
    corsOrigins = Set.copyOf(corsOrigins);
  }

  static GatewayConfig of(Configuration configuration) {
    String host = configuration.get(HOST);
    return new GatewayConfig(
        host.isEmpty() ? configuration.get(Settings.LISTEN_HOST) : host, configuration.get(PORT),
        configuration.get(CORS_ORIGINS), configuration.get(CONNECTIONS_MAX));
  }

  /** Whether anything listens. */
  public boolean enabled() {
    return port != NOWHERE;
  }
}
