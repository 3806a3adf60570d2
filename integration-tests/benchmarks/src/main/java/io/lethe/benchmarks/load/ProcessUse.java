package io.lethe.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a process has used since it began, as Linux counts it: through calls to the system, whether a
 * disk or the cache answered.
 *
 * @param read bytes, of files and connections
 * @param written bytes, to files and connections
 * @param processor time of all its threads
 */
record ProcessUse(long read, long written, Duration processor) {

  static ProcessUse of(long pid) throws IOException {
    List<String> counters = Files.readAllLines(Path.of("/proc", Long.toString(pid), "io"));
    Duration processor = ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow(() -> new IOException("the time of process %d is not told".formatted(pid)));
    return new ProcessUse(counter(counters, "rchar:"), counter(counters, "wchar:"), processor);
  }

  private static long counter(List<String> counters, String name) throws IOException {
    return counters.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.substring(name.length()).trim()))
        .findFirst()
        .orElseThrow(() -> new IOException("no counter " + name));
  }

  /** What was used since an earlier look. */
  ProcessUse since(ProcessUse earlier) {
    return new ProcessUse(
        read - earlier.read, written - earlier.written, processor.minus(earlier.processor));
  }
}
