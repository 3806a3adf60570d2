package io.lethe.benchmarks.beside;

import io.lethe.benchmarks.figures.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Lethe beside its peers and the machine's limits, in one run. Arguments: the launcher script, a Python
 * with the peers' packages, the folder of their scripts, a gzipped CSV of ratings or {@code -}, a folder
 * for data, then words as {@link Options} has them. Prints each measurement, then one page.
 */
public final class SideBySide {

  private final Setting setting;

  private SideBySide(List<String> arguments) {
    Path launcher = Path.of(arguments.get(0)).toAbsolutePath();
    Path scratch = Path.of(arguments.get(4));
    Options options = Options.of(arguments.subList(5, arguments.size()));
    setting = new Setting(
        options, launcher, Path.of(arguments.get(1)), Path.of(arguments.get(2)), scratch,
        new Catalogues(launcher, scratch, arguments.get(3)), new Rounds(options.plan()),
        new Page());
  }

  /** Runs it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new SideBySide(List.of(arguments)).run();
  }

  private void run() throws IOException, InterruptedException {
    Files.createDirectories(setting.scratch());
    for (String part : setting.options().parts()) {
      run(part);
    }
    Page page = setting.page();
    page.sentence(setting.rounds().disturbance());
    Console.line("%s", page.text());
    if (!setting.options().out().isEmpty()) {
      page.write(Path.of(setting.options().out()));
    }
  }

  private void run(String part) throws IOException, InterruptedException {
    switch (part) {
      case "scan" -> new ScanPart(setting).run();
      case "calls" -> new CallsPart(setting).run();
      case "erasures" -> new ErasuresPart(setting).run();
      case "serving" -> new ServingPart(setting).run();
      case "families" -> new FamiliesPart(setting).run();
      case "start" -> new StartPart(setting).run();
      default -> throw new IllegalArgumentException("unknown part: " + part);
    }
  }
}
