package io.lethe.training;

import static java.util.stream.Collectors.joining;

import io.lethe.spi.PluginException;
import io.lethe.spi.TrainingOption;
import io.lethe.spi.items.FeatureRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Option texts turned into checked numbers; every refusal names option, value and bound. */
public final class OptionValues {

  private final Map<String, String> values = new HashMap<>();

  /**
   * Options as given over their defaults.
   *
   * @throws PluginException of kind {@code INVALID_ARGUMENT} if a name is unknown
   */
  public OptionValues(List<TrainingOption> known, Map<String, String> given) {
    known.forEach(option -> values.put(option.name(), option.defaultValue()));
    for (String name : given.keySet()) {
      if (!values.containsKey(name)) {
        throw refusal(
            "unknown option " + name + "; known are "
                + known.stream().map(TrainingOption::name).collect(joining(", ")));
      }
    }
    values.putAll(given);
  }

  /** A whole number within bounds. */
  public int integer(String name, int least, int most) {
    return integer(name, text(name), least, most);
  }

  /** A whole number within bounds, or what a word stands for. */
  public int integerOr(String name, String word, int meaning, int least, int most) {
    return text(name).equals(word) ? meaning : integer(name, least, most);
  }

  private static int integer(String name, String text, int least, int most) {
    int value;
    try {
      value = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw refusal("option %s = '%s' is not a whole number".formatted(name, text));
    }
    if (value < least || value > most) {
      throw refusal("option %s = %d is outside %d..%d".formatted(name, value, least, most));
    }
    return value;
  }

  /** Whole numbers within bounds, separated by commas, at least one. */
  public List<Integer> integers(String name, int least, int most, int countMax) {
    List<Integer> numbers = new ArrayList<>();
    for (String part : text(name).split(",", -1)) {
      numbers.add(integer(name, part.strip(), least, most));
    }
    if (numbers.size() > countMax) {
      throw refusal(
          "option %s = '%s' has %d numbers; at most %d are allowed"
              .formatted(name, text(name), numbers.size(), countMax));
    }
    return numbers;
  }

  /** A number within bounds. */
  public float real(String name, float least, float most) {
    String text = text(name);
    float value;
    try {
      value = Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw refusal("option %s = '%s' is not a number".formatted(name, text));
    }
    if (!(value >= least && value <= most)) {
      throw refusal("option %s = %s is outside %s..%s".formatted(name, text, least, most));
    }
    return value;
  }

  /** A number within bounds, or what a word stands for. */
  public float realOr(String name, String word, float meaning, float least, float most) {
    return text(name).equals(word) ? meaning : real(name, least, most);
  }

  /** True or false. */
  public boolean flag(String name) {
    return switch (text(name)) {
      case "true" -> true;
      case "false" -> false;
      default ->
        throw refusal("option %s = '%s' is neither true nor false".formatted(name, text(name)));
    };
  }

  /** One of an enum's constants. */
  public <E extends Enum<E>> E choice(String name, Class<E> type) {
    E[] choices = Objects.requireNonNull(type.getEnumConstants());
    for (E choice : choices) {
      if (name(choice).equals(text(name))) {
        return choice;
      }
    }
    throw refusal(
        "option %s = '%s' is none of %s".formatted(
            name, text(name),
            Arrays.stream(choices).map(OptionValues::name).collect(joining(", "))));
  }

  /** A constant's name as options spell it. */
  public static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Features of items as a text asks for them: {@code all}, or sources between commas.
   *
   * @param most of them, as {@link FeatureRequest} bounds it
   */
  public FeatureRequest features(String name, int most) {
    try {
      return FeatureRequest.of(text(name), most);
    } catch (IllegalArgumentException wrong) {
      throw refusal("option %s = '%s': %s".formatted(name, text(name), wrong.getMessage()));
    }
  }

  /** The exception for a value that cannot be used. */
  public static PluginException refusal(String message) {
    return new PluginException(PluginException.Kind.INVALID_ARGUMENT, message);
  }

  /** A whole number within bounds that may be beyond an integer's. */
  public long whole(String name, long least, long most) {
    long value;
    try {
      value = Long.parseLong(text(name));
    } catch (NumberFormatException e) {
      throw refusal("option %s = '%s' is not a whole number".formatted(name, text(name)));
    }
    if (value < least || value > most) {
      throw refusal("option %s = %d is outside %d..%d".formatted(name, value, least, most));
    }
    return value;
  }

  /** The text as it is, without blanks around it. */
  public String text(String name) {
    return Objects.requireNonNull(values.get(name)).strip();
  }
}
