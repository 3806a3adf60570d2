package io.lethe.cli;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** What is wrong with arguments, in the words of whoever typed them. */
final class Arguments {

  private static final Pattern UUID_FORM = Pattern
      .compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  /** What the parser says of a group of which one member is allowed, and two are given. */
  private static final Pattern TWICE = Pattern
      .compile("expected only one match but got \\((.*?)\\)=\\{.*", Pattern.DOTALL);

  private Arguments() {}

  /** An id, in the one form that the server takes. */
  static UUID uuid(String text) {
    if (!UUID_FORM.matcher(text).matches()) {
      throw new TypeConversionException(
          "'%s' is not a UUID in its 36-character form, such as %s"
              .formatted(text, "7c9e6679-7425-40de-944b-e07fc1f90ae7"));
    }
    return UUID.fromString(text);
  }

  /** Why arguments are refused. */
  static String told(ParameterException error) {
    String message = String.valueOf(error.getMessage());
    Matcher twice = TWICE.matcher(message);
    return twice.find()
        ? "more than one is given of %s; one command takes one".formatted(twice.group(1))
        : message;
  }
}
