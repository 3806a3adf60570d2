package io.lethe.engine.event;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much each event type counts: the value of a row times the weight of its event type. A row without
 * an event type has weight 1, and so has any row where no weights are told. Immutable.
 *
 * @param byType 0 to {@value #WEIGHT_MAX} by the name of an event type; interactions of weight 0 are not
 *     kept. Copied, in the order of the names
 */
public record EventWeights(Map<String, Float> byType) {

  /** Every event type weighs 1. */
  public static final EventWeights NONE = new EventWeights(Map.of());

  /** The largest weight. */
  public static final int WEIGHT_MAX = 1_000_000;

  private static final String FIELD = "event_weights";

  public EventWeights {
    byType = Collections.unmodifiableMap(new TreeMap<>(byType));
    if (byType.size() > EventTypes.TYPES_MAX) {
      throw invalid(
          "has %d event types; 0 to %d are allowed".formatted(byType.size(), EventTypes.TYPES_MAX));
    }
    byType.forEach((type, weight) -> {
      EventTypes.check("a key of " + FIELD, type);
      if (!(weight >= 0 && weight <= WEIGHT_MAX)) {
        throw invalid("has the weight %s; 0 to %d is allowed".formatted(weight, WEIGHT_MAX));
      }
    });
  }

  private static LetheException invalid(String problem) {
    return new LetheException(
        ErrorKind.ARGUMENT_INVALID, FIELD + " " + problem, Map.of("field", FIELD));
  }

  /**
   * Reads weights as people write them: {@code view=1,cart=3,purchase=5}. What is wrong with them is told in
   * their words, to the one who wrote them.
   *
   * @throws LetheException of kind {@code ARGUMENT_INVALID} naming the part that is wrong
   */
  public static EventWeights parse(String text) {
    Map<String, Float> byType = new TreeMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw invalid(
            "has \"%s\" where an event type and its weight are needed: view=1".formatted(part));
      }
      String type = part.substring(0, equals).strip();
      if (byType.put(type, number(type, part.substring(equals + 1).strip())) != null) {
        throw invalid("gives %s twice".formatted(type));
      }
    }
    return new EventWeights(byType);
  }

  private static float number(String type, String text) {
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException none) {
      throw invalid("gives %s the weight \"%s\", which is no number".formatted(type, text));
    }
  }

  /** Whether no weights are told. */
  public boolean isEmpty() {
    return byType.isEmpty();
  }

  /** Whether an event type has a weight. */
  public boolean knows(String type) {
    return byType.isEmpty() || type.isEmpty() || byType.containsKey(type);
  }

  /** Whether interactions of an event type are not kept. */
  public boolean leavesOut(String type) {
    return weight(type) == 0;
  }

  /** The value that counts. */
  public float weigh(String type, float value) {
    return weight(type) * value;
  }

  private float weight(String type) {
    Float told = byType.isEmpty() || type.isEmpty() ? null : byType.get(type);
    return told == null ? 1 : told;
  }

  /** The event types that have a weight, to be told where another one has none. */
  public String known() {
    return String.join(", ", byType.keySet());
  }
}
