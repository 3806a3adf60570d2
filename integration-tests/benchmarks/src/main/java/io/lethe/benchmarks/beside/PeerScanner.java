package io.lethe.benchmarks.beside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;

/** One of the scanners of {@code peers/scan.py}, which all run in one process. */
record PeerScanner(
    String name, Process python, BufferedReader answers, Writer questions) implements Scanner {

  /** Starts Python, on one thread and with large pages for arrays. */
  static Process start(String python, String script) throws IOException {
    ProcessBuilder command = new ProcessBuilder(python, script)
        .redirectError(ProcessBuilder.Redirect.INHERIT);
    command.environment()
        .putAll(
            Map.of(
                "OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1", "GLIBC_TUNABLES",
                "glibc.malloc.hugetlb=1"));
    return command.start();
  }

  @Override
  public double millis(int rows, int queries, int calls) {
    try {
      questions.write("%s\t%d\t%d\t%d\n".formatted(name, rows, queries, calls));
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("the peers ended; what they said is above");
      }
      return Double.parseDouble(answer);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
