package io.lethe.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a process has used since it began, as Linux counts it: through calls to the system, whether a
 * disk or the cache answered.
 *
 * @param read bytes, of files and connections
 * @param written bytes, to files and connections
 * @param stored bytes that it sent to a disk, whole pages of files; what the cache still holds, too
 * @param processor time of all its threads
 */
public record ProcessUse(long read, long written, long stored, Duration processor) {

  private static final double MEGABYTE = 1e6;

  /** What it has used until now. */
  public static ProcessUse of(long pid) throws IOException {
    List<String> counters = Files.readAllLines(Path.of("/proc", Long.toString(pid), "io"));
    Duration processor = ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow(() -> new IOException("the time of process %d is not told".formatted(pid)));
    return new ProcessUse(
        counter(counters, "rchar:"), counter(counters, "wchar:"), counter(counters, "write_bytes:"),
        processor);
  }

  private static long counter(List<String> counters, String name) throws IOException {
    return counters.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.substring(name.length()).trim()))
        .findFirst()
        .orElseThrow(() -> new IOException("no counter " + name));
  }

  /** What was used since an earlier look. */
  public ProcessUse since(ProcessUse earlier) {
    return new ProcessUse(
        read - earlier.read, written - earlier.written, stored - earlier.stored,
        processor.minus(earlier.processor));
  }

  /** Both together. */
  public ProcessUse and(ProcessUse other) {
    return new ProcessUse(
        read + other.read, written + other.written, stored + other.stored,
        processor.plus(other.processor));
  }

  /** For each of so many things, in words. */
  public String over(int count) {
    return String.format(
        Locale.ROOT, "%.1f ms of processor, %.3f MB read, %.3f MB written, %.3f MB to the disk",
        processor.toNanos() / 1e6 / count, read / MEGABYTE / count, written / MEGABYTE / count,
        stored / MEGABYTE / count);
  }
}
