package io.lethe.server.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The value of every setting, each with where it came from. Immutable. */
public final class Configuration {

  /** What the source of a value from a settings file begins with. */
  static final String OF_FILE = "file ";

  private static final String MASK = "********";

  private final Map<Setting<?>, Given> given;
  private final List<String> warnings;

  /**
   * Values within their bounds.
   *
   * @param warnings what a person should hear of
   * @throws ConfigException if a value is out of its bounds
   */
  Configuration(Map<Setting<?>, Given> given, List<String> warnings) {
    this.warnings = List.copyOf(warnings);
    this.given = new LinkedHashMap<>(given);
    this.given.forEach(Configuration::parsed);
  }

  /**
   * A value as a source gave it.
   *
   * @param source in words, such as {@code "environment LETHE_LISTEN_PORT"}
   */
  record Given(String text, String source) {

    /** The source of values that no source gave. */
    static final String DEFAULT = "default";
  }

  /**
   * One line of the printed configuration.
   *
   * @param value masked if it is a secret
   */
  public record Line(String key, String value, String source, String meaning) {}

  /**
   * What callers from elsewhere are told of a setting.
   *
   * @param value empty if the setting has none, and if it is hidden
   * @param hidden whether it was given a value that is not told
   */
  public record Told(String key, String value, String source, String meaning, boolean hidden) {}

  /** The value of a setting. */
  public <T> T get(Setting<T> setting) {
    Given value = given.get(setting);
    if (value == null) {
      throw new IllegalArgumentException(setting.key() + " is not in Settings.ALL");
    }
    return parsed(setting, value);
  }

  /** What was given and does nothing, a sentence each. */
  public List<String> warnings() {
    return warnings;
  }

  /** Whether no source gave the setting a value. */
  boolean isDefault(Setting<?> setting) {
    Given value = given.get(setting);
    return value != null && value.source().equals(Given.DEFAULT);
  }

  /** Every setting, in the order of {@link Settings#ALL}. */
  public List<Line> lines() {
    return given.entrySet().stream().map(entry -> {
      Setting<?> setting = entry.getKey();
      String value = setting.secret() ? MASK : entry.getValue().text();
      return new Line(setting.key(), value, entry.getValue().source(), setting.meaning());
    }).toList();
  }

  /**
   * The same for callers from elsewhere: secrets and where files are stay on this machine. A default is
   * told, but for a place on this machine.
   */
  public List<Told> told() {
    return given.entrySet().stream().map(entry -> {
      Setting<?> setting = entry.getKey();
      Given value = entry.getValue();
      boolean hidden = setting.isLocal() && !value.text().isEmpty()
          && (!isDefault(setting) || Path.of(value.text()).isAbsolute());
      return new Told(
          setting.key(), hidden ? "" : value.text(), withoutFolders(value.source()),
          setting.meaning(), hidden);
    }).toList();
  }

  /** A settings file by its name alone. */
  private static String withoutFolders(String source) {
    return source.startsWith(OF_FILE)
        ? OF_FILE + Path.of(source.substring(OF_FILE.length())).getFileName()
        : source;
  }

  private static <T> T parsed(Setting<T> setting, Given given) {
    T value = setting.values().parser().apply(given.text());
    if (value == null) {
      throw new ConfigException(
          "%s = %s (from %s) must be %s".formatted(
              setting.key(), setting.secret() ? MASK : given.text(), given.source(),
              setting.values().bound()));
    }
    return value;
  }
}
