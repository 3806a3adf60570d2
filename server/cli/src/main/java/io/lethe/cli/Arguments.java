package io.lethe.cli;

import io.lethe.server.errors.DidYouMean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** What is wrong with arguments, in the words of whoever typed them. */
final class Arguments {

  private static final Pattern UUID_FORM = Pattern
      .compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  /** What the parser says of a group of which one member is allowed, and two are given. */
  private static final Pattern TWICE = Pattern
      .compile("expected only one match but got \\((.*?)\\)=\\{.*", Pattern.DOTALL);
  /** What the parser says of a value that is none of a list's. */
  private static final Pattern CHOICES = Pattern
      .compile("expected one of \\[(.*?)] \\(case-\\w+\\) but was '", Pattern.DOTALL);
  /** The client's word for what a newer server may send; no one asks for it. */
  private static final String UNKNOWN = "unknown";

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
    if (twice.find()) {
      return "more than one is given of %s; one command takes one".formatted(twice.group(1));
    }
    Matcher choices = CHOICES.matcher(message);
    if (choices.find()) {
      String allowed = Arrays.stream(choices.group(1).toLowerCase(Locale.ROOT).split(", "))
          .filter(word -> !word.equals(UNKNOWN))
          .collect(Collectors.joining(", "));
      return choices.replaceFirst(
          Matcher.quoteReplacement("one of %s is allowed and not '".formatted(allowed)));
    }
    // A misspelled option leaves the right one missing: what was typed comes first.
    List<String> unknown = error.getCommandLine().getUnmatchedArguments();
    String hint = unknown.isEmpty() ? "" : hint(error.getCommandLine(), unknown.getFirst());
    return hint.isEmpty() ? message : "unknown: '%s'%s".formatted(unknown.getFirst(), hint);
  }

  /** The command or option that was meant, perhaps. */
  private static String hint(CommandLine command, String word) {
    CommandSpec spec = command.getCommandSpec();
    return word.startsWith("-")
        ? DidYouMean.hint(word.replaceFirst("=.*", ""), spec.optionsMap().keySet())
        : DidYouMean.hint(word, spec.subcommands().keySet());
  }
}
