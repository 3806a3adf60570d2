package io.lethe.crashes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A distribution and the data folder it works on.
 *
 * @param launcher the {@code lethe} script of a distribution
 * @param data everything the server keeps
 * @param work where else files may be put
 */
record Installation(Path launcher, Path data, Path work) {

  /** Short lives: starting fast counts for more than running fast. That compiler knows no vectors. */
  private static final String FAST_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx384m"
      + " -XX:-UsePerfData -Dlethe.kernels=scalar";

  /** What a server keeps free on its disk for what it accepted. */
  static final int RESERVE_MB = 2;

  /** A command of the launcher that is not started yet; complaints go where answers go. */
  ProcessBuilder command(String... arguments) {
    List<String> line = new ArrayList<>(List.of(launcher.toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("LETHE_JAVA_OPTS", FAST_START);
    builder.environment().put("LETHE_DATA_FOLDER", data.toString());
    builder.environment().put("LETHE_RETRAINING_PAUSE_SECONDS", "1");
    builder.environment().put("LETHE_SERVING_WARM_MILLIS", "0");
    builder.environment().put("LETHE_STORAGE_RESERVE_MB", String.valueOf(RESERVE_MB));
    return builder;
  }

  /** Puts ratings into a file and imports it, to the end or to a kill after a time. */
  boolean imports(List<Population.Rating> ratings, String model, long killAfterMillis)
      throws IOException, InterruptedException {
    StringBuilder csv = new StringBuilder("user,item,rating\n");
    ratings.forEach(
        r -> csv.append(r.user())
            .append(',')
            .append(r.item())
            .append(',')
            .append(r.value())
            .append('\n'));
    Path file = work.resolve("ratings.csv");
    Files.writeString(file, csv);
    return runs(killAfterMillis, "import", file.toString(), "--model", model);
  }

  /** Runs a command to the end or to a kill after a time; says whether it came to its end. */
  boolean runs(long killAfterMillis, String... command) throws IOException, InterruptedException {
    Path said = work.resolve(command[0] + ".log");
    Process process = command(command).redirectOutput(said.toFile()).start();
    if (!process.waitFor(killAfterMillis, java.util.concurrent.TimeUnit.MILLISECONDS)) {
      Process _ = process.destroyForcibly().onExit().join();
      return false;
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(command[0] + " failed: " + Files.readString(said));
    }
    return true;
  }
}
