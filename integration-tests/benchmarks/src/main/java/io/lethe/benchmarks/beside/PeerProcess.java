package io.lethe.benchmarks.beside;

import com.google.errorprone.annotations.FormatMethod;
import io.lethe.benchmarks.process.Stopping;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The peers, in one Python process that keeps its tables between orders. An order is a line of words; its
 * answer is a line of {@code name=number}, or begins with {@code error}. Confined to one thread.
 */
final class PeerProcess implements AutoCloseable {

  private static final Duration STOP_MAX = Duration.ofSeconds(10);

  private final Process process;
  private final Writer orders;
  private final BufferedReader answers;

  /** Starts a script. */
  PeerProcess(Path python, Path script) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(python.toString(), script.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT);
    // Large pages for what C code allocates, as the launcher asks for them; one thread unless told.
    builder.environment().put("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    this.process = builder.start();
    this.orders = process.outputWriter();
    this.answers = process.inputReader();
  }

  /** Gives an order and waits for its figures. */
  @FormatMethod
  Map<String, Double> order(String format, Object... words) throws IOException {
    String order = format.formatted(words);
    orders.write(order + "\n");
    orders.flush();
    String answer = answers.readLine();
    if (answer == null || answer.startsWith("error")) {
      throw new IOException("the peers' answer to \"%s\": %s".formatted(order, answer));
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    for (String word : answer.split(" ", -1)) {
      String[] parts = word.split("=", 2);
      figures.put(parts[0], Double.valueOf(parts[1]));
    }
    return figures;
  }

  /** Its end of input ends it. */
  @Override
  public void close() throws IOException {
    orders.close();
    Stopping.await(process, STOP_MAX);
  }
}
