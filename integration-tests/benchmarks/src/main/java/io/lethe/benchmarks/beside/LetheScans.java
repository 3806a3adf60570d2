package io.lethe.benchmarks.beside;

import io.lethe.benchmarks.figures.Latencies;
import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.ItemScan;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.scan.ScanTable;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;

/** Lethe's own scans of a table, as a served model makes them. Confined to one thread. */
final class LetheScans {

  private static final int[] NONE = {};
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Queries that are checked with the scalar kernels in one pass. */
  private static final int CHECKED_AT_ONCE = ItemScan.QUERIES_AT_ONCE;

  private final Kernels kernels = Kernels.fastest();
  private final ScanTables tables;
  private final ScanTable scanned;
  private int at;

  LetheScans(ScanTables tables) {
    this.tables = tables;
    this.scanned = ScanTable.of(kernels, tables.items());
  }

  /** One query. */
  private interface Scan {
    void of(int firstQuery, int count);
  }

  /** So many users at a time, different ones each time, for so long: the median of one pass. */
  Map<String, Double> served(int users, double seconds) {
    Lists lists = Lists.of(users);
    return timed(users, seconds, (first, count) -> {
      if (count == 1) {
        one(first, lists, 0);
      } else {
        many(new ItemScan(kernels), first, count, lists);
      }
    });
  }

  /** One user at a time by all products, without rounded rows. */
  Map<String, Double> products(double seconds) {
    Lists lists = Lists.of(1);
    ItemScan scan = new ItemScan(kernels);
    return timed(
        1, seconds,
        (first, count) -> scan.topItems(
            tables.items(), tables.queries(), first * width(), NONE, lists.items()[0],
            lists.scores()[0]));
  }

  private Map<String, Double> timed(int users, double seconds, Scan scan) {
    LongStream.Builder nanos = LongStream.builder();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    int count = 0;
    do {
      int first = at;
      at = at + 2 * users <= tables.count() ? at + users : 0;
      long begin = THREADS.getCurrentThreadCpuTime();
      scan.of(first, users);
      nanos.add(THREADS.getCurrentThreadCpuTime() - begin);
      count++;
    } while (System.nanoTime() < end);
    return Map.of("ms", new Latencies(nanos.build().toArray()).millis(.5), "n", (double) count);
  }

  private int width() {
    return tables.items().width();
  }

  private void one(int query, Lists lists, int place) {
    scanned.topItems(
        tables.queries(), query * width(), NONE, lists.items()[place], lists.scores()[place]);
  }

  private void many(ItemScan scan, int first, int count, Lists lists) {
    float[] some = Arrays.copyOfRange(tables.queries(), first * width(), (first + count) * width());
    int[][] excluded = new int[count][];
    Arrays.fill(excluded, NONE);
    EmbeddingTable items = tables.items();
    scan.topItems(items, some, excluded, lists.items(), lists.scores());
  }

  /**
   * How lists as served compare with those of all products.
   *
   * @param queries compared
   * @param same equal to the last bit to those by the same kernels
   * @param scalarSame whose rows are those that the scalar kernels list
   * @param difference the largest of a score to the scalar kernels' in the same place, which add in
   *     another order
   */
  record Exactness(int queries, int same, int scalarSame, double difference) {}

  /** Compares so many queries, one by one and many at once. */
  Exactness exactness(int queries) {
    int same = 0;
    int scalarSame = 0;
    double difference = 0;
    int count = Math.min(queries, tables.count()) / CHECKED_AT_ONCE * CHECKED_AT_ONCE;
    for (int first = 0; first < count; first += CHECKED_AT_ONCE) {
      Lists served = Lists.of(CHECKED_AT_ONCE);
      Lists products = Lists.of(CHECKED_AT_ONCE);
      Lists scalar = Lists.of(CHECKED_AT_ONCE);
      many(new ItemScan(kernels), first, CHECKED_AT_ONCE, products);
      many(new ItemScan(Kernels.scalar()), first, CHECKED_AT_ONCE, scalar);
      for (int q = 0; q < CHECKED_AT_ONCE; q++) {
        one(first + q, served, q);
        same += served.isSame(q, products) ? 1 : 0;
        scalarSame += Arrays.equals(served.items()[q], scalar.items()[q]) ? 1 : 0;
        difference = Math.max(difference, served.difference(q, scalar));
      }
    }
    return new Exactness(count, same, scalarSame, difference);
  }
}
