package io.lethe.crashes;

import io.lethe.crashes.damage.FileDamage;
import io.lethe.crashes.damage.LogLines;
import io.lethe.crashes.damage.Verdict;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.DataCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Damages one file of a running state after the other, each in a fresh copy, and judges how a server
 * that starts over it takes that; {@code lethe check} looks at each before. Every kind of damage meets
 * every file in turn, the places are by chance.
 */
final class CorruptionCampaign {

  private static final int TRAINS_ONE_IN = 40;

  private final RunningState state;
  private final Path plugins;
  private final Path work;
  private final LogLines log;
  private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
  private final Map<String, Map<Verdict, Integer>> byFile = new TreeMap<>();
  private final List<String> unwanted = new ArrayList<>();
  private final Map<FileDamage, Map<Verdict, Integer>> byDamage = new EnumMap<>(FileDamage.class);
  private int missedByCheck;
  private int unchanged;

  /**
   * A campaign.
   *
   * @param plugins of the distribution
   * @param work a folder for the copies
   */
  CorruptionCampaign(RunningState state, Path plugins, Path work, LogLines log) {
    this.state = state;
    this.plugins = plugins;
    this.work = work;
    this.log = log;
  }

  /** Runs so many trials, the first of them over an intact copy. */
  void run(int trials, long seed) throws IOException, InterruptedException {
    List<Path> files = files();
    SplittableRandom random = new SplittableRandom(seed);
    intact();
    FileDamage[] kinds = FileDamage.values();
    for (int trial = 0; trial < trials; trial++) {
      Path file = files.get(trial % files.size());
      int round = trial / files.size();
      // Shifted by the file, so that also a short run meets every kind.
      trial(trial, file, kinds[(round + trial % files.size()) % kinds.length], random);
    }
  }

  /** Relative, without what the next start makes anew. */
  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(state.data())) {
      return walk.filter(Files::isRegularFile).map(state.data()::relativize).sorted().toList();
    }
  }

  private void intact() throws IOException, InterruptedException {
    Path copy = copy();
    ServerConfig config = DamagedStart.config(copy, plugins);
    List<String> damaged = DataCheck.of(config).damaged();
    DamagedStart start = new DamagedStart(state, config, "intact", log, false);
    Verdict verdict = start.run();
    if (verdict != Verdict.HARMLESS || !damaged.isEmpty()) {
      throw new IllegalStateException(
          "the intact copy is %s; the check says %s: %s".formatted(verdict, damaged, start));
    }
  }

  private void trial(int number, Path file, FileDamage kind, SplittableRandom random)
      throws IOException, InterruptedException {
    Path copy = copy();
    if (!kind.apply(copy.resolve(file), random)) {
      unchanged++;
      return;
    }
    ServerConfig config = DamagedStart.config(copy, plugins);
    boolean seen = isSeen(config);
    DamagedStart start = new DamagedStart(
        state, config, String.valueOf(file.getFileName()), log, number % TRAINS_ONE_IN == 0);
    Verdict verdict = start.run();
    verdicts.merge(verdict, 1, Integer::sum);
    byFile.computeIfAbsent(kindOf(file), absent -> new EnumMap<>(Verdict.class))
        .merge(verdict, 1, Integer::sum);
    byDamage.computeIfAbsent(kind, absent -> new EnumMap<>(Verdict.class))
        .merge(verdict, 1, Integer::sum);
    if (!verdict.wanted()) {
      unwanted.add("trial %d, %s of %s: %s: %s".formatted(number, kind, file, verdict, start));
    }
    if (!seen && verdict != Verdict.HARMLESS) {
      missedByCheck++;
      unwanted.add("trial %d, %s of %s: lethe check says sound".formatted(number, kind, file));
    }
  }

  private static boolean isSeen(ServerConfig config) {
    try {
      return !DataCheck.of(config).damaged().isEmpty();
    } catch (io.lethe.engine.LetheException refused) {
      return true;
    }
  }

  private static String kindOf(Path file) {
    return String.valueOf(file.getFileName()).replaceAll("[0-9]+", "N");
  }

  private Path copy() throws IOException {
    Path copy = work.resolve("copy");
    if (Files.exists(copy)) {
      try (Stream<Path> walk = Files.walk(copy)) {
        for (Path old : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(old);
        }
      }
    }
    try (Stream<Path> walk = Files.walk(state.data())) {
      for (Path from : walk.toList()) {
        Files.copy(from, copy.resolve(state.data().relativize(from)));
      }
    }
    return copy;
  }

  /** How many trials ended how. */
  Map<Verdict, Integer> verdicts() {
    return new EnumMap<>(verdicts);
  }

  /** The same by the kind of file. */
  Map<String, Map<Verdict, Integer>> byFile() {
    return new TreeMap<>(byFile);
  }

  /** The same by the kind of damage. */
  Map<FileDamage, Map<Verdict, Integer>> byDamage() {
    return new EnumMap<>(byDamage);
  }

  /** Trials that left the file as it was, such as a cut of an empty one; they have no verdict. */
  int unchanged() {
    return unchanged;
  }

  /** Trials that did not end as they should, and those whose damage the check missed. */
  List<String> unwanted() {
    return List.copyOf(unwanted);
  }

  /** Damages that changed something for a server and nothing for {@code lethe check}. */
  int missedByCheck() {
    return missedByCheck;
  }
}
