package io.lethe.server.wiring;

import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends the process at once, as a power cut does, when work passes one failpoint for the n-th time.
 * For tests of crashes: it takes two system properties, so that nobody arms it by accident.
 */
final class ArmedFailpoint implements Failpoints {

  /** Must be {@code true}. */
  static final String SWITCH = "lethe.test";

  /** A failpoint's label and the pass that is the last: {@code version-after-commit:2}. */
  static final String POINT = "lethe.test.failpoint";

  /** How a process that ended so can be told from others. */
  static final int EXIT_CODE = 86;

  private final Failpoint point;
  private final AtomicInteger left;

  private ArmedFailpoint(Failpoint point, int pass) {
    this.point = point;
    this.left = new AtomicInteger(pass);
  }

  /**
   * What the properties arm; nothing without {@link #POINT}.
   *
   * @throws IllegalArgumentException without {@link #SWITCH}, or if there is no such failpoint
   */
  static Failpoints of(Properties properties) {
    String armed = properties.getProperty(POINT);
    if (armed == null) {
      return Failpoints.none();
    }
    if (!Boolean.parseBoolean(properties.getProperty(SWITCH))) {
      throw new IllegalArgumentException(
          "%s is set without %s=true; failpoints are for tests alone".formatted(POINT, SWITCH));
    }
    int colon = armed.indexOf(':');
    return colon < 0
        ? new ArmedFailpoint(Failpoint.of(armed), 1)
        : new ArmedFailpoint(
            Failpoint.of(armed.substring(0, colon)), Integer.parseInt(armed.substring(colon + 1)));
  }

  @Override
  public void hit(Failpoint passed) {
    if (passed == point && left.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }
}
