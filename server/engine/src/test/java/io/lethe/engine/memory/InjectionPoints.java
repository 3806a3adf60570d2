package io.lethe.engine.memory;

import java.util.stream.IntStream;

/**
 * Which of the places where a fault can be injected a test takes: all of them with {@code -Pthorough},
 * otherwise a fixed sample that is spread evenly over all and always holds the first and the last.
 */
public final class InjectionPoints {

  /** Set by the Maven profile of the same name. */
  private static final boolean THOROUGH = Boolean.getBoolean("lethe.thorough");

  private InjectionPoints() {}

  /**
   * The chosen places.
   *
   * @param count how many places there are, at least 1
   * @param most how many the sample holds at most, at least 2
   * @return numbers from 0 to {@code count - 1}, ascending
   */
  public static IntStream of(int count, int most) {
    return THOROUGH ? IntStream.range(0, count) : sample(count, most);
  }

  static IntStream sample(int count, int most) {
    if (count < 1 || most < 2) {
      throw new IllegalArgumentException("%d of %d places".formatted(most, count));
    }
    if (count <= most) {
      return IntStream.range(0, count);
    }
    return IntStream.range(0, most).map(k -> Math.toIntExact((long) k * (count - 1) / (most - 1)));
  }
}
