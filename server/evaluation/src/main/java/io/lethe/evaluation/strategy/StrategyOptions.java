package io.lethe.evaluation.strategy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A strategy's name as people write it: {@code ifru-published} or, with options, {@code
 * ifru-published:if-lr=300,hops=1}.
 *
 * @param strategy the part before the colon
 * @param values option texts by name
 */
record StrategyOptions(String strategy, Map<String, String> values) {

  StrategyOptions {
    values = Map.copyOf(values);
  }

  /** Reads such a name. */
  static StrategyOptions parse(String text) {
    int colon = text.indexOf(':');
    Map<String, String> values = new LinkedHashMap<>();
    if (colon >= 0) {
      for (String part : text.substring(colon + 1).split(",", -1)) {
        int equals = part.indexOf('=');
        if (equals < 1) {
          throw new IllegalArgumentException(
              "strategy %s: option '%s' is not name=value".formatted(text, part));
        }
        values.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    return new StrategyOptions(colon < 0 ? text : text.substring(0, colon), values);
  }

  /** Refuses an option that the strategy does not have. */
  StrategyOptions only(Set<String> known) {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "strategy %s has no option %s; it has %s".formatted(
                strategy, name,
                known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known))));
      }
    }
    return this;
  }

  int integer(String name, int fallback, int min, int max) {
    double value = real(name, fallback, min, max);
    if (value != Math.rint(value)) {
      throw refusal(name, "is not a whole number");
    }
    return (int) value;
  }

  double real(String name, double fallback, double min, double max) {
    String text = values.get(name);
    if (text == null) {
      return fallback;
    }
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw refusal(name, "is not a number");
    }
    if (!(value >= min && value <= max)) {
      throw refusal(name, "is outside %s..%s".formatted(min, max));
    }
    return value;
  }

  private IllegalArgumentException refusal(String name, String why) {
    return new IllegalArgumentException(
        "strategy %s: option %s = %s %s".formatted(strategy, name, values.get(name), why));
  }
}
