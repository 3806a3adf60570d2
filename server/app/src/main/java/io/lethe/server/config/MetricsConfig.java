package io.lethe.server.config;

import java.util.List;

/**
 * Where monitoring reads.
 *
 * @param port 0 for any free one; -1 for nowhere
 */
public record MetricsConfig(String host, int port) {

  private static final int NOWHERE = -1;

  static final Setting<String> HOST = Setting.of(
      "metrics.host", "127.0.0.1", Values.text(),
      "address on which monitoring may read metrics, in plain text and unasked who it is");

  public static final Setting<Integer> PORT = Setting.of(
      "metrics.port", NOWHERE, Values.wholeNumber(NOWHERE, 65_535),
      "TCP port on which Prometheus may read metrics; 0 for any free one, -1 for none");

  static final List<Setting<?>> ALL = List.of(HOST, PORT);

  static MetricsConfig of(Configuration configuration) {
    return new MetricsConfig(configuration.get(HOST), configuration.get(PORT));
  }

  /** Whether anything listens. */
  public boolean enabled() {
    return port != NOWHERE;
  }
}
