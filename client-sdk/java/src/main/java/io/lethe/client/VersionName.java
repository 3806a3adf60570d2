package io.lethe.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which version of which model: {@code models/{model}/versions/{number}}. */
public record VersionName(String model, long number) {

  private static final Pattern FORM = Pattern.compile("models/([^/]+)/versions/(\\d{1,18})");

  public VersionName {
    if (model.isEmpty() || number < 1) {
      throw new IllegalArgumentException(
          "a version needs a model and a number from 1, got '" + model + "' and " + number);
    }
  }

  /**
   * Reads the name's wire form.
   *
   * @throws IllegalArgumentException if it is no such name
   */
  public static VersionName parse(String name) {
    Matcher matcher = FORM.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is not of the form models/{model}/versions/{number}");
    }
    return new VersionName(matcher.group(1), Long.parseLong(matcher.group(2)));
  }

  /** The name's wire form. */
  @Override
  public String toString() {
    return "models/" + model + "/versions/" + number;
  }
}
