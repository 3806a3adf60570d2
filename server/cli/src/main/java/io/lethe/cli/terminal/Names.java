package io.lethe.cli.terminal;

import io.lethe.client.VersionName;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import io.lethe.server.errors.DidYouMean;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Resource names as people read them. */
public final class Names {

  private static final String ERASURES = "erasures/";
  private static final String OPERATIONS = "operations/";
  /** Words that stand where an erasure may. */
  private static final List<String> DECISIONS = List.of("approve", "cancel", "retry");
  private static final Pattern UUID_FORM = Pattern
      .compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Names() {}

  /** The last part: {@code movies} of {@code models/movies}. */
  public static String shortName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** {@code version 3} of {@code models/movies/versions/3}. */
  public static String version(VersionName name) {
    return "version " + name.number();
  }

  /** A version's number; empty for none. */
  public static String number(Optional<VersionName> name) {
    return name.map(version -> String.valueOf(version.number())).orElse("");
  }

  /**
   * {@code erasures/ID} of an id with or without its collection.
   *
   * @throws CommandException if it is no such id
   */
  public static String erasure(String text) {
    String id = text.startsWith(ERASURES) ? text.substring(ERASURES.length()) : text;
    if (!UUID_FORM.matcher(id).matches()) {
      throw new CommandException(
          ExitCode.USAGE,
          ("'%s' is no erasure's id: a UUID such as 7c9e6679-7425-40de-944b-e07fc1f90ae7, with or without"
              + " erasures/ before it; 'lethe erasures' lists them%s")
              .formatted(text, DidYouMean.hint(text, DECISIONS)));
    }
    return ERASURES + id;
  }

  /** {@code operations/ID} of an id with or without its collection, or of an erasure's as lists print it. */
  public static String operation(String text) {
    if (text.startsWith(ERASURES) || UUID_FORM.matcher(text).matches()) {
      return OPERATIONS + "erasure-" + shortName(erasure(text));
    }
    return text.startsWith(OPERATIONS) ? text : OPERATIONS + text;
  }

  /**
   * A model's name, as it was typed.
   *
   * @throws CommandException if it is none
   */
  public static ModelName model(String text) {
    try {
      return new ModelName(text);
    } catch (LetheException malformed) {
      throw new CommandException(
          ExitCode.USAGE, "'%s': %s".formatted(text, malformed.getMessage()));
    }
  }

  /** A constant's name in small letters: {@code retrained} of {@code RETRAINED}. */
  public static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
