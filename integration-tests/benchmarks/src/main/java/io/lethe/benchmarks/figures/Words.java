package io.lethe.benchmarks.figures;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers by name, as {@code name=value}. */
public record Words(Map<String, Long> numbers) {

  /** From the command line. */
  public static Words of(List<String> words) {
    Map<String, Long> numbers = new HashMap<>();
    for (String word : words) {
      String[] parts = word.split("=", 2);
      if (parts.length != 2) {
        throw new IllegalArgumentException(word + " is not name=value");
      }
      numbers.put(parts[0], Long.valueOf(parts[1]));
    }
    return new Words(numbers);
  }

  /** One of them. */
  public long number(String name, long usual) {
    return numbers.getOrDefault(name, usual);
  }
}
