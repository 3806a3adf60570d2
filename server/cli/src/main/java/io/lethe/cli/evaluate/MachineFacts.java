package io.lethe.cli.evaluate;

import io.lethe.cli.terminal.Units;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a reader of times has to know about the machine. */
final class MachineFacts {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final String MODEL = "model name";
  private static final long BYTES_PER_MEGABYTE = 1 << 20;

  private MachineFacts() {}

  static List<String> of(int threads) throws IOException {
    Runtime runtime = Runtime.getRuntime();
    List<String> facts = new ArrayList<>();
    facts.add("Processor: " + processor());
    facts.add(
        "%s, of which models use %d; Java heap at most %s MB".formatted(
            Units.count(runtime.availableProcessors(), "core"), threads,
            Units.count(runtime.maxMemory() / BYTES_PER_MEGABYTE)));
    facts.add(
        "Java %s, %s; %s %s".formatted(
            Runtime.version(), System.getProperty("java.vm.name"), System.getProperty("os.name"),
            System.getProperty("os.arch")));
    return facts;
  }

  private static String processor() throws IOException {
    if (!Files.isReadable(PROCESSORS)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(PROCESSORS)
        .stream()
        .filter(line -> line.startsWith(MODEL))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
