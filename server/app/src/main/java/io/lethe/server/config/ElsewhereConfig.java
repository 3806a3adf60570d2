package io.lethe.server.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is told that a model that is trained elsewhere is due.
 *
 * @param url is posted to; empty for none
 * @param command is run, an absolute path; empty for none
 * @param timeout what each may take
 */
public record ElsewhereConfig(Optional<URI> url, Optional<String> command, Duration timeout) {

  static final Setting<Optional<URI>> URL = Setting.of(
      "training-elsewhere.url", "", Values.httpsOrLoopbackOrNothing(),
      "what a signed notice is posted to when a model whose vectors are trained elsewhere is due to be"
          + " trained again; none: nothing is posted");

  static final Setting<Optional<String>> COMMAND = Setting.of(
      "training-elsewhere.command", "", Values.absolutePathOrNothing(),
      "program that is run then, the notice on its standard input; none: nothing is run");

  static final Setting<Integer> TIMEOUT_SECONDS = Setting.of(
      "training-elsewhere.timeout-seconds", 60, Values.wholeNumber(1, 3600),
      "seconds after which the post or the program has failed, and is tried again later");

  static final List<Setting<?>> ALL = List.of(URL, COMMAND, TIMEOUT_SECONDS);

  public ElsewhereConfig {
    command.filter(program -> !Files.isExecutable(Path.of(program))).ifPresent(program -> {
      throw new ConfigException(
          "training-elsewhere.command is %s, which is no program that can be run"
              .formatted(program));
    });
  }

  static ElsewhereConfig of(Configuration configuration) {
    return new ElsewhereConfig(
        configuration.get(URL), configuration.get(COMMAND),
        Duration.ofSeconds(configuration.get(TIMEOUT_SECONDS)));
  }

  /** Whether anything is told. */
  public boolean enabled() {
    return url.isPresent() || command.isPresent();
  }
}
