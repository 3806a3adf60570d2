package io.lethe.cli;

import io.lethe.server.errors.DidYouMean;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
