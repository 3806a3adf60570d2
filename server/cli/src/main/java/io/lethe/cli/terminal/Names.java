package io.lethe.cli.terminal;

import io.lethe.client.VersionName;
import java.util.Locale;
import java.util.Optional;

/** Resource names as people read them. */
public final class Names {

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

  /** {@code erasures/ID} of an id with or without its collection. */
  public static String erasure(String text) {
    return text.startsWith("erasures/") ? text : "erasures/" + text;
  }

  /** A constant's name in small letters: {@code retrained} of {@code RETRAINED}. */
  public static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
