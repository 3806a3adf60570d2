package io.lethe.evaluation.ranking;

import io.lethe.engine.data.InteractionColumns;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Splits rows by a rule. What is held out of a user depends on hashes of pairs and on times, never on
 * the order of rows; a program in another language that follows the same rule finds the same rows.
 */
public final class Splitter {

  /** A user with fewer positives keeps all: lists cannot be learnt from none. */
  private static final int LEAST_POSITIVES = 2;

  private final RatedRows rows;
  private final InteractionColumns columns;
  private final SplitRule rule;
  private final double positiveFrom;

  private Splitter(RatedRows rows, SplitRule rule) {
    this.rows = rows;
    this.columns = rows.columns();
    this.rule = rule;
    this.positiveFrom = rule.positiveFrom().orElseGet(this::mean);
  }

  /**
   * Splits. O(rows log rows), and as many SHA-256 of short texts.
   *
   * @throws IllegalArgumentException if no row is left to learn from or to measure on, or the rule
   *     needs times that are not there
   */
  public static RankingSplit split(RatedRows rows, SplitRule rule) {
    long untimed = Arrays.stream(rows.times()).filter(Double::isNaN).count();
    if (rule.kind() != SplitKind.HASH && untimed > 0) {
      throw new IllegalArgumentException(
          "%s: %d of %d rows have a time that is neither a number nor a date"
              .formatted(rows.name(), untimed, rows.times().length));
    }
    return new Splitter(rows, rule).split();
  }

  private RankingSplit split() {
    BitSet positives = core();
    String name = String.format(
        Locale.ROOT, "%s%s%s-from-%.4g", rule.kind().id(),
        rule.kind() == SplitKind.LEAVE_ONE_OUT ? "" : "-" + rule.share(),
        rule.core() == 1 ? "" : "-core-" + rule.core(), positiveFrom);
    BitSet training = new BitSet();
    training.set(0, columns.size());
    BitSet test = switch (rule.kind()) {
      case HASH -> perUser(positives, false);
      case LEAVE_ONE_OUT -> perUser(positives, true);
      case TIME -> afterMoment(positives, training);
    };
    training.andNot(test);
    return new RankingSplit(rows, name, positiveFrom, training, test, false);
  }

  /** Rounding must not lift the mean of equal values above all of them. */
  private double mean() {
    float[] values = columns.values();
    double most = IntStream.range(0, values.length).mapToDouble(row -> values[row]).max().orElse(0);
    double sum = IntStream.range(0, values.length).mapToDouble(row -> values[row]).sum();
    return Math.min(most, sum / values.length);
  }

  /** Positives whose user and item have enough of them, again and again until all have. */
  private BitSet core() {
    float[] values = columns.values();
    BitSet left = new BitSet();
    IntStream.range(0, values.length).filter(row -> values[row] >= positiveFrom).forEach(left::set);
    for (int before = -1; before != left.cardinality();) {
      before = left.cardinality();
      int[] users = new int[columns.userIds().size()];
      int[] items = new int[columns.itemIds().size()];
      left.stream().forEach(row -> {
        users[columns.users()[row]]++;
        items[columns.items()[row]]++;
      });
      for (int row = left.nextSetBit(0); row >= 0; row = left.nextSetBit(row + 1)) {
        left.set(
            row, users[columns.users()[row]] >= rule.core()
                && items[columns.items()[row]] >= rule.core());
      }
    }
    return left;
  }

  private BitSet perUser(BitSet positives, boolean one) {
    Row[] order = positives.stream().mapToObj(this::row).toArray(Row[]::new);
    Comparator<Row> byHash = Comparator.comparing(Row::hash, Arrays::compareUnsigned);
    Comparator<Row> latestFirst = Comparator.comparingDouble(Row::time).reversed();
    Comparator<Row> first = one ? latestFirst.thenComparing(byHash) : byHash;
    Arrays.sort(order, Comparator.comparingInt(Row::user).thenComparing(first));
    BitSet test = new BitSet();
    for (int from = 0; from < order.length;) {
      int to = from;
      while (to < order.length && order[to].user == order[from].user) {
        to++;
      }
      int wanted = one ? 1 : (int) Math.max(1, Math.round(rule.share() * (to - from)));
      // One positive at least stays, whatever the share.
      int count = to - from < LEAST_POSITIVES ? 0 : Math.min(wanted, to - from - 1);
      for (int k = from; k < from + count; k++) {
        test.set(order[k].row);
      }
      from = to;
    }
    return test;
  }

  private record Row(int row, int user, double time, byte[] hash) {}

  private Row row(int row) {
    double time = rows.timed() ? rows.times()[row] : 0;
    String pair = columns.userIds().get(columns.users()[row]) + "/"
        + columns.itemIds().get(columns.items()[row]);
    return new Row(row, columns.users()[row], time, sha256(pair));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** Takes what is later out of training; what of it is positive and known before is the test. */
  private BitSet afterMoment(BitSet positives, BitSet training) {
    if (!rows.timed()) {
      throw new IllegalArgumentException(
          rows.name() + " has no times; a time split needs a column of timestamps");
    }
    double[] sorted = rows.times().clone();
    Arrays.sort(sorted);
    double moment = sorted[(int) ((1 - rule.share()) * sorted.length)];
    BitSet users = new BitSet();
    BitSet items = new BitSet();
    BitSet later = new BitSet();
    for (int row = 0; row < columns.size(); row++) {
      if (rows.times()[row] >= moment) {
        later.set(row);
      } else {
        users.set(columns.users()[row]);
        items.set(columns.items()[row]);
      }
    }
    training.andNot(later);
    BitSet test = (BitSet) later.clone();
    test.and(positives);
    later.stream()
        .filter(row -> !users.get(columns.users()[row]) || !items.get(columns.items()[row]))
        .forEach(test::clear);
    return test;
  }
}
