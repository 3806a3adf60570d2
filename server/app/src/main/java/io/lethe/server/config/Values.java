package io.lethe.server.config;

import io.lethe.engine.transparency.NoteKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What values a setting takes.
 *
 * @param bound in words, such as {@code "a whole number from 0 to 65535"}
 * @param parser the value of a text, or null if the text is out of bounds
 */
public record Values<T>(String bound, Function<String, @Nullable T> parser) {

  private static final Pattern ORIGIN = Pattern
      .compile("https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:\\d{1,5})?");

  static Values<String> text() {
    return new Values<>("a text that is not blank", text -> text.isBlank() ? null : text.strip());
  }

  /** Any text; nothing is one. */
  public static Values<String> textOrNone() {
    return new Values<>("a text", String::strip);
  }

  /** A name as signed notes can bear it. */
  static Values<String> noteNameOrNothing() {
    return new Values<>(
        "1 to 255 bytes without spaces and plus signs, or nothing",
        text -> text.isBlank() || NoteKey.isName(text.strip()) ? text.strip() : null);
  }

  /** As browsers send them. */
  static Values<Set<String>> origins() {
    return new Values<>(
        "origins such as https://shop.example or http://localhost:8080, separated by commas",
        text -> {
          Set<String> origins = Arrays.stream(text.split(","))
              .map(String::strip)
              .filter(origin -> !origin.isEmpty())
              .collect(Collectors.toUnmodifiableSet());
          return origins.stream().allMatch(ORIGIN.asMatchPredicate()) ? origins : null;
        });
  }

  /** Several, with commas between them; each as a form allows it. */
  public static Values<List<String>> list(String each, Pattern form) {
    return new Values<>(
        "a list of %s, with commas between them, or nothing".formatted(each), text -> {
          List<String> items = text.isBlank()
              ? List.of()
              : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
          return items.stream().allMatch(item -> form.matcher(item).matches()) ? items : null;
        });
  }

  /** What a form allows, or nothing. */
  public static Values<String> formOrNothing(String bound, Pattern form) {
    return new Values<>(
        bound + ", or nothing",
        text -> text.isBlank() || form.matcher(text.strip()).matches() ? text.strip() : null);
  }

  /** Both bounds are allowed. */
  public static Values<Integer> wholeNumber(int min, int max) {
    return new Values<>("a whole number from %d to %d".formatted(min, max), text -> {
      try {
        int number = Integer.parseInt(text.strip());
        return number >= min && number <= max ? number : null;
      } catch (NumberFormatException notANumber) {
        return null;
      }
    });
  }

  static Values<Double> number(double min, double max) {
    return new Values<>("a number from %s to %s".formatted(min, max), text -> {
      try {
        double number = Double.parseDouble(text.strip());
        return number >= min && number <= max ? number : null;
      } catch (NumberFormatException notANumber) {
        return null;
      }
    });
  }

  /** Times as a crontab has them, or none. */
  static Values<Optional<CronSchedule>> cronOrNothing() {
    return new Values<>(CronSchedule.FORM, text -> {
      if (text.isBlank()) {
        return Optional.empty();
      }
      CronSchedule schedule = CronSchedule.parse(text.strip());
      return schedule == null ? null : Optional.of(schedule);
    });
  }

  static Values<ZoneId> zone() {
    return new Values<>("a time zone, such as UTC or Europe/Berlin", text -> {
      try {
        return ZoneId.of(text.strip());
      } catch (DateTimeException unknown) {
        return null;
      }
    });
  }

  /** Where something is sent: not in plain text, unless it stays on this machine. */
  static Values<Optional<URI>> httpsOrLoopbackOrNothing() {
    return new Values<>(
        "an https URL without user information and fragment, or an http one of localhost, 127.* or [::1],"
            + " or nothing",
        text -> {
          if (text.isBlank()) {
            return Optional.empty();
          }
          try {
            URI url = new URI(text.strip());
            return OutgoingUrl.refusal(url).isEmpty() ? Optional.of(url) : null;
          } catch (URISyntaxException malformed) {
            return null;
          }
        });
  }

  static Values<Optional<String>> absolutePathOrNothing() {
    return new Values<>(
        "an absolute path, or nothing",
        text -> text.isBlank()
            ? Optional.empty()
            : Path.of(text.strip()).isAbsolute() ? Optional.of(text.strip()) : null);
  }

  public static Values<Boolean> trueOrFalse() {
    return new Values<>("true or false", text -> switch (text.strip()) {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    });
  }

  /** The name of a constant, in small letters or capitals. */
  static <E extends Enum<E>> Values<E> word(Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    String names = constants.stream()
        .map(each -> each.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
    return new Values<>(
        "one of " + names,
        text -> constants.stream()
            .filter(each -> each.name().equalsIgnoreCase(text.strip()))
            .findFirst()
            .orElse(null));
  }

  /** The name of a constant, in capitals. */
  static <E extends Enum<E>> Values<E> constant(Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    String names = constants.stream().map(Enum::name).collect(Collectors.joining(", "));
    return new Values<>(
        "one of " + names,
        text -> constants.stream()
            .filter(each -> each.name().equals(text.strip()))
            .findFirst()
            .orElse(null));
  }
}
