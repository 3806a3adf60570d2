package io.lethe.server.errors;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a failure that no code planned for a number, under which the log tells more; the caller
 * learns the number alone. Thread-safe.
 */
public final class Incidents {

  private static final int NUMBER_BYTES = 6;
  private static final Logger LOG = LoggerFactory.getLogger(Incidents.class);

  private final RandomGenerator random;

  /**
   * Numbers from a source that need not be secret.
   *
   * @param random thread-safe
   */
  public Incidents(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Writes a failure to the log.
   *
   * @return its number, 12 lower-case hexadecimal digits
   */
  public String log(Throwable failure) {
    byte[] bytes = new byte[NUMBER_BYTES];
    random.nextBytes(bytes);
    String number = HexFormat.of().formatHex(bytes);
    LOG.error("incident {}", number, failure);
    return number;
  }

  /** What a caller is told of an incident. */
  public static String message(String number) {
    return "a defect of the server; its log tells more under incident " + number;
  }
}
