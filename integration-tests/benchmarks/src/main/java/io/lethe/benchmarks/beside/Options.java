package io.lethe.benchmarks.beside;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is measured, as words {@code name=value}; several values of one name are joined by {@code +} or a comma.
 *
 * @param parts in the order of the page
 * @param items sizes of catalogues
 * @param seconds of one measurement
 * @param checked queries whose lists are compared
 * @param warming calls of each kind before any is measured
 * @param erasures of each catalogue, over all rounds
 * @param families whose forgetting stands beside their training
 * @param others share of the processors' time, in per cent, above which a piece is measured again
 * @param out a Markdown file, or empty
 */
record Options(
    List<String> parts, List<Integer> items, double seconds, int checked, int warming, int erasures,
    List<String> families, int rounds, int repeats, double others, String out) {

  private static final List<String> PARTS = List
      .of("scan", "calls", "erasures", "serving", "families", "start");
  private static final Set<String> NAMES = Set.of(
      "parts", "items", "seconds", "checked", "warming", "erasures", "families", "rounds",
      "repeats", "others", "out");

  /** From the command line. */
  static Options of(List<String> words) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words) {
      String[] parts = word.split("=", 2);
      if (parts.length != 2 || !NAMES.contains(parts[0])) {
        throw new IllegalArgumentException(
            word + " is not name=value with a name of " + NAMES.stream().sorted().toList());
      }
      values.put(parts[0], parts[1]);
    }
    return new Options(
        parts(values.getOrDefault("parts", String.join("+", PARTS))),
        all(values.getOrDefault("items", "3615+100000+1000000")).map(Integer::valueOf).toList(),
        Double.parseDouble(values.getOrDefault("seconds", "2")),
        Integer.parseInt(values.getOrDefault("checked", "10000")),
        Integer.parseInt(values.getOrDefault("warming", "250000")),
        Integer.parseInt(values.getOrDefault("erasures", "200")),
        all(values.getOrDefault("families", "ease+ials+mf+lightgcn")).toList(),
        Integer.parseInt(values.getOrDefault("rounds", "5")),
        Integer.parseInt(values.getOrDefault("repeats", "2")),
        Double.parseDouble(values.getOrDefault("others", "10")), values.getOrDefault("out", ""));
  }

  private static List<String> parts(String words) {
    List<String> parts = all(words).toList();
    for (String part : parts) {
      if (!PARTS.contains(part)) {
        throw new IllegalArgumentException("part %s is none of %s".formatted(part, PARTS));
      }
    }
    return parts;
  }

  private static Stream<String> all(String words) {
    return Arrays.stream(words.split("[+,]"));
  }

  /** How often pieces are measured. */
  Rounds.Plan plan() {
    return new Rounds.Plan(rounds, others / 100, repeats);
  }
}
