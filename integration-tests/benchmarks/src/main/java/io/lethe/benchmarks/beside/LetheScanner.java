package io.lethe.benchmarks.beside;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.ItemScan;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.scan.ScanTable;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Lethe's scan, as models with products of rows serve by it. */
final class LetheScanner implements Scanner {

  private static final double NANOS_PER_MILLI = 1e6;

  private final Kernels kernels = Kernels.fastest();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final SplittableRandom random = new SplittableRandom(1);
  private final Map<Integer, ScanTable> tables = new HashMap<>();

  @Override
  public String name() {
    return "Lethe";
  }

  private ScanTable table(int rows) {
    return tables.computeIfAbsent(rows, count -> {
      EmbeddingTable table = EmbeddingTable.zeros(count, WIDTH);
      table.pages().forEach(this::draw);
      return ScanTable.of(kernels, table);
    });
  }

  private float[] draw(float[] numbers) {
    for (int k = 0; k < numbers.length; k++) {
      numbers[k] = (float) random.nextGaussian();
    }
    return numbers;
  }

  @Override
  public double millis(int rows, int queries, int calls) {
    ScanTable table = table(rows);
    double[] millis = new double[calls];
    for (int call = 0; call < calls; call++) {
      float[] asked = draw(new float[queries * WIDTH]);
      int[][] items = new int[queries][BEST];
      float[][] scores = new float[queries][BEST];
      long start = threads.getCurrentThreadCpuTime();
      if (queries == 1) {
        table.topItems(asked, 0, new int[0], items[0], scores[0]);
      } else {
        table.topItems(asked, new int[queries][0], items, scores);
      }
      millis[call] = (threads.getCurrentThreadCpuTime() - start) / NANOS_PER_MILLI;
    }
    Arrays.sort(millis);
    return millis[calls / 2];
  }

  /** How many of so many lists differ from those of all products, by an item, a score or the order. */
  int differing(int rows, int queries) {
    ScanTable table = table(rows);
    ItemScan all = new ItemScan(kernels);
    int differing = 0;
    for (int q = 0; q < queries; q++) {
      float[] query = draw(new float[WIDTH]);
      int[] items = new int[BEST];
      float[] scores = new float[BEST];
      int[] expected = new int[BEST];
      float[] expectedScores = new float[BEST];
      int found = table.topItems(query, 0, new int[0], items, scores);
      boolean same = found == all
          .topItems(table.table(), query, 0, new int[0], expected, expectedScores)
          && Arrays.equals(items, expected) && Arrays.equals(scores, expectedScores);
      differing += same ? 0 : 1;
    }
    return differing;
  }
}
