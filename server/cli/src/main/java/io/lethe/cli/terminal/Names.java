package io.lethe.cli.terminal;

import java.util.Locale;

/** Resource names as people read them. */
public final class Names {

  private Names() {}

  /** The last part: {@code movies} of {@code models/movies}. */
  public static String shortName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** {@code version 3} of {@code models/movies/versions/3}. */
  public static String version(String name) {
    return "version " + shortName(name);
  }

  /** {@code erasures/ID} of an id with or without its collection. */
  public static String erasure(String text) {
    return text.startsWith("erasures/") ? text : "erasures/" + text;
  }

  /** A constant's name in small letters: {@code retrained} of {@code RETRAINED}. */
  public static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
