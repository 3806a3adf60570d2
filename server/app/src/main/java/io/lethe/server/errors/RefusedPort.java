package io.lethe.server.errors;

import java.io.IOException;
import java.io.Serial;

/** A place in the network that a server cannot have; the message says why, and how to choose another. */
public final class RefusedPort extends IOException {

  @Serial private static final long serialVersionUID = 1L;
  /** What every platform says of a port that is taken, whatever stands around it. */
  private static final String TAKEN = "already in use";

  /**
   * Why nothing listens there, and which setting chooses another place.
   *
   * @param what does not listen, such as "the JSON gateway"
   * @param port as it was asked for
   * @param setting key of the port's setting
   * @param refusal what the platform said
   */
  public RefusedPort(String what, String host, int port, String setting, IOException refusal) {
    super(
        "%s cannot listen on %s:%d: %s. The setting %s chooses another port, as in --set %s=PORT; 0 takes any"
            .formatted(what, host, port, why(refusal), setting, setting) + " free one",
        refusal);
  }

  private static String why(IOException refusal) {
    Throwable cause = refusal;
    for (Throwable next = refusal.getCause(); next != null; next = next.getCause()) {
      cause = next;
    }
    String said = String.valueOf(cause.getMessage());
    return said.contains(TAKEN) ? "another process has that port" : said;
  }
}
