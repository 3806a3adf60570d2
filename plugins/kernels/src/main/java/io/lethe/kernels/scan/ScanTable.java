package io.lethe.kernels.scan;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.ItemScan;
import io.lethe.kernels.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows are ranked often. Beside a large one, its rows rounded to a byte a number are kept:
 * a scan reads those, a quarter of the bytes, and computes the products of the few rows that may be
 * among the best. What it finds is what {@link ItemScan} finds, to the last bit.
 *
 * <p>Rows are rounded on the way, by the first scans, and rounded ones are shared with the tables that
 * this one is changed to, as far as their pages are. Safe for concurrent use.
 */
public final class ScanTable {

  /** Tables with fewer floats lie in a near cache, and are scanned as fast as they are. */
  private static final int FLOATS_MIN = 1 << 22;

  /** About so many floats are rounded together: what a changed row costs, against jumps of a scan. */
  private static final int PART_FLOATS = 1 << 16;

  /** Parts that one scan may round: a few milliseconds of its time. */
  private static final int PARTS_PER_SCAN = 64;

  private final Kernels kernels;
  private final ItemScan scan;
  private final EmbeddingTable table;
  private final int pagesPerPart;
  private final AtomicReferenceArray<@Nullable RoundedRows> parts;

  private ScanTable(Kernels kernels, EmbeddingTable table, boolean rounds) {
    this.kernels = kernels;
    this.scan = new ItemScan(kernels);
    this.table = table;
    long pageFloats = (long) table.rowsPerPage() * table.width();
    this.pagesPerPart = (int) Math.max(1, PART_FLOATS / pageFloats);
    int count = (table.pageCount() + pagesPerPart - 1) / pagesPerPart;
    this.parts = new AtomicReferenceArray<>(rounds ? count : 0);
  }

  /** A table, shared. Its rows are rounded where that is faster than to read them as they are. */
  public static ScanTable of(Kernels kernels, EmbeddingTable table) {
    boolean large = (long) table.rows() * table.width() >= FLOATS_MIN;
    return new ScanTable(kernels, table, large && kernels.gainsByCodes(table.width()));
  }

  /** The same, of any size. */
  static ScanTable rounding(Kernels kernels, EmbeddingTable table) {
    return new ScanTable(kernels, table, true);
  }

  /** The table that this one is changed to; shares rounded rows of pages that are equal. */
  public ScanTable changedTo(EmbeddingTable next) {
    ScanTable changed = of(kernels, next);
    changed.share(this);
    return changed;
  }

  private void share(ScanTable other) {
    boolean alike = table.width() == other.table.width()
        && table.rowsPerPage() == other.table.rowsPerPage();
    int count = alike ? Math.min(parts.length(), other.parts.length()) : 0;
    for (int part = 0; part < count; part++) {
      if (hasSamePages(other, part)) {
        parts.setRelease(part, other.parts.getAcquire(part));
      }
    }
  }

  private boolean hasSamePages(ScanTable other, int part) {
    if (pageAfter(part) != other.pageAfter(part)) {
      return false;
    }
    for (int p = part * pagesPerPart; p < pageAfter(part); p++) {
      if (!Arrays.equals(table.page(p), other.table.page(p))) {
        return false;
      }
    }
    return true;
  }

  private int pageAfter(int part) {
    return Math.min(table.pageCount(), (part + 1) * pagesPerPart);
  }

  /** The table. */
  public EmbeddingTable table() {
    return table;
  }

  /** The best rows for a query, as {@link ItemScan} gives them. */
  public int topItems(float[] query, int queryOffset, int[] excluded, int[] items, float[] scores) {
    double size = 0;
    for (int c = 0; c < table.width(); c++) {
      size += Math.abs(query[queryOffset + c]);
    }
    if (parts.length() == 0 || !RoundedRows.isWithin(size)) {
      return scan.topItems(table, query, queryOffset, excluded, items, scores);
    }
    ItemScan.Ranking ranking = new ItemScan.Ranking(kernels, excluded, items, scores);
    BoundedScan bounded = new BoundedScan(
        kernels, table, query, queryOffset, size, items.length, ranking);
    int mayRound = PARTS_PER_SCAN;
    for (int part = 0; part < parts.length(); part++) {
      int firstPage = part * pagesPerPart;
      RoundedRows rows = parts.getAcquire(part);
      if (rows == null && mayRound > 0) {
        mayRound--;
        rows = RoundedRows.of(table, firstPage, pageAfter(part));
        parts.setRelease(part, rows);
      }
      if (rows == null || !bounded.gains()) {
        scan.scan(table, firstPage, pageAfter(part), query, queryOffset, ranking);
      } else {
        bounded.scan(rows, firstPage * table.rowsPerPage());
      }
    }
    return ranking.finish();
  }

  /** The best rows for several queries; there arithmetic counts and not the bytes, so rows are read. */
  public int[] topItems(float[] queries, int[][] excluded, int[][] items, float[][] scores) {
    return scan.topItems(table, queries, excluded, items, scores);
  }

  /** The rounded rows' codes, of all that is rounded. */
  public List<byte[]> codes() {
    return rounded().stream().map(RoundedRows::codes).toList();
  }

  /** The rounded rows' scales. */
  public List<float[]> scales() {
    return rounded().stream().map(RoundedRows::scales).toList();
  }

  private List<RoundedRows> rounded() {
    List<RoundedRows> all = new ArrayList<>();
    for (int part = 0; part < parts.length(); part++) {
      RoundedRows rows = parts.getAcquire(part);
      if (rows != null) {
        all.add(rows);
      }
    }
    return all;
  }
}
