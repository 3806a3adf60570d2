package io.lethe.benchmarks.beside;

import io.lethe.benchmarks.load.Words;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Top-10 by Lethe, faiss and numpy, one thread each, in rounds: a round asks everybody for the same, and
 * is repeated if other processes used more than a tenth of a processor meanwhile.
 */
public final class SideBySide {

  private static final int[] ROWS = {3_615, 100_000, 1_000_000};
  private static final int[] QUERIES = {1, 32};
  private static final long PRODUCTS_PER_ROUND = 20_000_000;
  private static final int CALLS_MAX = 300;
  private static final double OTHERS_MAX = 0.1;
  private static final int REPEATS_MAX = 3;

  private final List<Scanner> scanners;
  private final OtherWork others;
  private final int rounds;

  private SideBySide(List<Scanner> scanners, OtherWork others, int rounds) {
    this.scanners = scanners;
    this.others = others;
    this.rounds = rounds;
  }

  /** {@code PYTHON SCRIPT [rounds=7] [checked=200]}. */
  public static void main(String[] arguments) throws IOException {
    List<String> words = List.of(arguments);
    Words numbers = Words.of(words.subList(2, words.size()));
    Process python = PeerScanner.start(words.get(0), words.get(1));
    try (BufferedReader answers = python.inputReader(); Writer questions = python.outputWriter()) {
      LetheScanner lethe = new LetheScanner();
      List<Scanner> scanners = new ArrayList<>(List.of(lethe));
      for (String name : List.of("faiss flat", "faiss bf16", "numpy, no lists")) {
        scanners.add(new PeerScanner(name, python, answers, questions));
      }
      new SideBySide(scanners, new OtherWork(python.toHandle()), (int) numbers.number("rounds", 7))
          .run();
      int checked = (int) numbers.number("checked", 200);
      for (int rows : ROWS) {
        System.out.printf(
            "%,d rows: %d of %,d lists differ from those of all products by a bit%n", rows,
            lethe.differing(rows, checked), checked);
      }
    } finally {
      python.destroy();
    }
  }

  private void run() {
    System.out.println(
        "| rows x queries | " + String.join(" | ", scanners.stream().map(Scanner::name).toList())
            + " | others' processors |\n|" + "---|".repeat(scanners.size() + 2));
    for (int rows : ROWS) {
      for (int queries : QUERIES) {
        compare(rows, queries);
      }
    }
  }

  /** Medians of the rounds with smallest and largest, in milliseconds. */
  private void compare(int rows, int queries) {
    int calls = Math.clamp(PRODUCTS_PER_ROUND / ((long) rows * queries), 3, CALLS_MAX);
    Map<String, double[]> millis = new HashMap<>();
    scanners.forEach(scanner -> millis.put(scanner.name(), new double[rounds]));
    round(rows, queries, calls, 0, millis);
    double worst = 0;
    for (int round = 0; round < rounds; round++) {
      double busy = Double.MAX_VALUE;
      for (int attempt = 0; attempt < REPEATS_MAX && busy > OTHERS_MAX; attempt++) {
        others.sample();
        round(rows, queries, calls, round, millis);
        busy = others.sample();
      }
      worst = Math.max(worst, busy);
    }
    StringBuilder line = new StringBuilder("| %,d x %d |".formatted(rows, queries));
    for (Scanner scanner : scanners) {
      double[] all = millis.get(scanner.name());
      Arrays.sort(all);
      line.append(" %.3g (%.3g-%.3g) |".formatted(all[rounds / 2], all[0], all[rounds - 1]));
    }
    System.out.println(line.append(" %.2f |".formatted(worst)));
  }

  private void round(int rows, int queries, int calls, int round, Map<String, double[]> millis) {
    for (Scanner scanner : scanners) {
      millis.get(scanner.name())[round] = scanner.millis(rows, queries, calls);
    }
  }
}
