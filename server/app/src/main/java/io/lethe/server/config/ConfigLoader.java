package io.lethe.server.config;

import io.lethe.server.errors.DidYouMean;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;

/**
 * Reads the configuration: what stands further to the left wins in command line, environment, file,
 * defaults.
 */
public final class ConfigLoader {

  private static final int FLAG_ORDINAL = 400;
  private static final int ENVIRONMENT_ORDINAL = 300;
  private static final int FILE_ORDINAL = 200;
  private static final int DEFAULT_ORDINAL = 100;
  private static final String FLAGS = "command line";

  /**
   * Variables of the launcher, of the commands that call a server, of the examples of the clients, and
   * of the program that is told of trainings due, which may run commands.
   */
  private static final Set<String> OTHERS = Set.of(
      "LETHE_JAVA_OPTS", "LETHE_SERVER", "LETHE_TOKEN", "LETHE_HOME", "LETHE_RECEIPT_KEY",
      "LETHE_TARGET", "LETHE_URL", "LETHE_MODEL", "LETHE_REASON", "LETHE_ERASURES_LEFT_OUT");
  private static final Pattern OF_SERVICE = Pattern
      .compile("LETHE_(SERVICE_(HOST|PORT.*)|PORT_\\d+_(TCP|UDP).*)");

  private ConfigLoader() {}

  /**
   * Looks up every setting.
   *
   * @param flags by key
   * @param environment all of it; of {@code LETHE_} variables that set nothing the configuration warns
   * @param file {@code .yaml}, {@code .yml} or {@code .properties}; null for none
   * @param defaults that replace those of {@link Settings}, by key
   * @throws ConfigException if a key of the flags or the file is unknown, a value is out of its
   *     bounds, or the file cannot be read
   */
  public static Configuration load(
      Map<String, String> flags, Map<String, String> environment, @Nullable Path file,
      Map<String, String> defaults) {
    List<ConfigSource> sources = new ArrayList<>();
    sources.add(new PropertiesConfigSource(known(flags, FLAGS), FLAGS, FLAG_ORDINAL));
    sources.add(new EnvConfigSource(ours(environment), ENVIRONMENT_ORDINAL));
    if (file != null) {
      sources.add(new PropertiesConfigSource(known(read(file), nameOf(file)), "", FILE_ORDINAL));
    }
    sources.add(
        new PropertiesConfigSource(
            defaults(defaults), Configuration.Given.DEFAULT, DEFAULT_ORDINAL));
    SmallRyeConfig config = new SmallRyeConfigBuilder().withSources(sources).build();
    Map<Setting<?>, Configuration.Given> given = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.ALL) {
      ConfigValue value = config.getConfigValue(setting.key());
      String source = switch (value.getConfigSourceOrdinal()) {
        case FLAG_ORDINAL -> FLAGS;
        case ENVIRONMENT_ORDINAL -> "environment " + setting.environmentVariable();
        case FILE_ORDINAL -> nameOf(file);
        default -> Configuration.Given.DEFAULT;
      };
      given.put(setting, new Configuration.Given(textOf(value), source));
    }
    return new Configuration(given, unknown(environment));
  }

  private static String nameOf(@Nullable Path file) {
    return Configuration.OF_FILE + file;
  }

  private static String textOf(ConfigValue value) {
    String text = value.getRawValue();
    return text == null ? "" : text;
  }

  private static Map<String, String> defaults(Map<String, String> replaced) {
    Map<String, String> defaults = Settings.ALL.stream()
        .collect(Collectors.toMap(Setting::key, Setting::defaultText));
    defaults.putAll(known(replaced, Configuration.Given.DEFAULT));
    return defaults;
  }

  private static Map<String, String> ours(Map<String, String> environment) {
    Map<String, String> ours = new HashMap<>();
    environment.forEach((name, value) -> {
      if (name.startsWith(Setting.ENVIRONMENT_PREFIX)) {
        ours.put(name.substring(Setting.ENVIRONMENT_PREFIX.length()), value);
      }
    });
    return ours;
  }

  private static List<String> unknown(Map<String, String> environment) {
    List<String> variables = Settings.ALL.stream().map(Setting::environmentVariable).toList();
    return environment.entrySet()
        .stream()
        .filter(entry -> entry.getKey().startsWith(Setting.ENVIRONMENT_PREFIX))
        .filter(entry -> !variables.contains(entry.getKey()))
        .filter(entry -> !OTHERS.contains(entry.getKey()))
        .filter(entry -> !isOfService(entry.getKey(), entry.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .map(
            name -> "the environment variable %s is no setting and does nothing%s"
                .formatted(name, DidYouMean.hint(name, variables)))
        .toList();
  }

  /** Kubernetes gives these to its containers where a service is called lethe. */
  private static boolean isOfService(String name, String value) {
    return OF_SERVICE.matcher(name).matches() || value.startsWith("tcp://");
  }

  private static Map<String, String> known(Map<String, String> values, String source) {
    List<String> keys = Settings.ALL.stream().map(Setting::key).toList();
    for (String key : values.keySet()) {
      if (!keys.contains(key)) {
        throw new ConfigException(
            "%s (from %s) is not a setting%s".formatted(key, source, hint(key, keys)));
      }
    }
    return values;
  }

  private static String hint(String key, List<String> keys) {
    String hint = DidYouMean.hint(key, keys);
    return hint.isEmpty() ? "; 'lethe config' lists them" : hint;
  }

  private static Map<String, String> read(Path file) {
    try {
      if (file.getFileName().toString().endsWith(".properties")) {
        return readProperties(file);
      }
      return readYaml(file);
    } catch (YAMLException | IllegalArgumentException malformed) {
      throw new ConfigException("file " + file + " is malformed: " + malformed.getMessage());
    } catch (IOException unreadable) {
      throw new ConfigException("file " + file + " cannot be read: " + FileFaults.of(unreadable));
    }
  }

  private static Map<String, String> readProperties(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    return properties.stringPropertyNames()
        .stream()
        .collect(Collectors.toMap(key -> key, properties::getProperty));
  }

  private static Map<String, String> readYaml(Path file) throws IOException {
    String text = Files.readString(file);
    refuseAliases(file, text);
    Map<String, String> values = new YamlConfigSource(file.toString(), text).getProperties();
    // The reader takes a list or a lone word for an empty file; nobody who writes one means that.
    if (values.isEmpty()
        && text.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#"))) {
      throw new ConfigException("file " + file + " is malformed: no key with a value in it");
    }
    return values;
  }

  /** An alias may stand for what it is part of, without end; no setting needs one. */
  private static void refuseAliases(Path file, String text) {
    for (Event event : new Yaml(new LoaderOptions()).parse(new StringReader(text))) {
      if (event instanceof AliasEvent alias) {
        throw new ConfigException(
            "file %s, line %d: aliases, such as *name, are not read"
                .formatted(file, alias.getStartMark().getLine() + 1));
      }
    }
  }
}
