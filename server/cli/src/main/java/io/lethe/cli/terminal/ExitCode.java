package io.lethe.cli.terminal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a command ended, for scripts. */
public final class ExitCode {

  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int UNREACHABLE = 3;
  public static final int REFUSED = 4;
  public static final int NOT_VERIFIED = 5;
  public static final int OUT_OF_MEMORY = 6;
  public static final int UNREADABLE = 7;
  public static final int DAMAGED = 8;

  /** For the help: code to meaning. */
  public static final Map<String, String> MEANINGS = meanings();

  private ExitCode() {}

  private static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put("0", "Done.");
    meanings.put("1", "Failed; the message on standard error says why.");
    meanings.put("2", "Wrong usage, or a setting out of its bounds.");
    meanings.put("3", "No server could be reached.");
    meanings.put("4", "The server refused the request.");
    meanings.put(
        "5", "The receipt or checkpoint is not genuine, or not the one that it is held against.");
    meanings
        .put("6", "There was not enough memory; what is unfinished is found at the next start.");
    meanings.put(
        "7",
        "A file cannot be read as what it should be, such as a receipt, a checkpoint or a plugin: it"
            + " may still be a genuine one.");
    meanings.put("8", "The data folder or the backup is damaged, as 'lethe check' says.");
    meanings.put("130", "Ended by Ctrl-C (143: by SIGTERM); what a server was asked for goes on.");
    return Collections.unmodifiableMap(meanings);
  }
}
