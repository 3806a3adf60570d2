package io.lethe.benchmarks.figures;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One quantity, measured once in each round of a run.
 *
 * @param values by round; at least one
 */
public record Figure(List<Double> values) {

  public Figure {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("0 values; at least 1 is needed");
    }
    values = List.copyOf(values);
  }

  /** Of values by round. */
  public static Figure of(double... values) {
    return new Figure(Arrays.stream(values).boxed().toList());
  }

  /** The middle one, of an even number the mean of both. */
  public double median() {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The least. */
  public double least() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** The greatest. */
  public double most() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /**
   * The ratio to another quantity, round by round: what disturbed a whole round is on both sides.
   *
   * @param other of as many rounds
   */
  public Figure over(Figure other) {
    if (other.values.size() != values.size()) {
      throw new IllegalArgumentException(
          "%d rounds over %d".formatted(values.size(), other.values.size()));
    }
    return new Figure(
        IntStream.range(0, values.size())
            .mapToObj(round -> values.get(round) / other.values.get(round))
            .toList());
  }

  /** A number with three digits that count. */
  public static String digits(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 || size == 0
        ? 0
        : (int) Math.clamp(2 - Math.floor(Math.log10(size)), 0, 6);
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** Median, and in brackets the least and the greatest, if there were more than one. */
  @Override
  public String toString() {
    return values.size() == 1
        ? digits(median())
        : digits(median()) + " [" + digits(least()) + "-" + digits(most()) + "]";
  }
}
