package io.lethe.server.config;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * One setting.
 *
 * @param key as in the file; in the environment {@code LETHE_} and the key in capitals, with
 *     underscores
 * @param defaultText its value where no source gives one
 * @param meaning for people, with the unit
 * @param values what it may be
 * @param secret true if its value is never printed
 */
public record Setting<T>(
    String key, String defaultText, String meaning, Values<T> values, boolean secret) {

  /** The variable that sets it. */
  public String environmentVariable() {
    return ENVIRONMENT_PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /**
   * Whether its value is for this machine only: a secret; the name of a file or folder, many of them
   * with keys; or a URL or a command, which may have a password in it.
   */
  boolean isLocal() {
    return secret || Stream.of("file", "folder", "url", "command").anyMatch(lastWord()::equals);
  }

  private String lastWord() {
    return key.substring(Math.max(key.lastIndexOf('.'), key.lastIndexOf('-')) + 1);
  }

  static final String ENVIRONMENT_PREFIX = "LETHE_";

  /** One whose value may be printed. */
  public static <T> Setting<T> of(
      String key, Object defaultValue, Values<T> values, String meaning) {
    return new Setting<>(key, defaultValue.toString(), meaning, values, false);
  }
}
