package io.lethe.cli.options;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheClientBuilder;
import io.lethe.server.config.FileFaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to know a server, and how to be known by it. A token is never an option: others see those. */
public final class CredentialOptions {

  private static final String TOKEN_VARIABLE = "LETHE_TOKEN";
  private static final long TOKEN_BYTES_MAX = 8192;
  private static final Duration CALL_DEADLINE = Duration.ofSeconds(30);

  @Option(
      names = "--tls-ca",
      description = "Authorities that the server's certificate must come from, PEM. "
          + "Default: those of the platform, for servers elsewhere; on this machine, plain text.",
      paramLabel = "FILE") private @Nullable Path authority;

  @Option(
      names = "--tls-cert",
      description = "A client certificate to show, PEM.",
      paramLabel = "FILE") private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      description = "Its key, PKCS#8 in PEM, not encrypted.",
      paramLabel = "FILE") private @Nullable Path key;

  @Option(
      names = "--token-file",
      description = "Holds a bearer token to show. Default: the variable LETHE_TOKEN, if it is set",
      paramLabel = "FILE") private @Nullable Path tokenFile;

  /**
   * A client of a server: in plain text on this machine only, so that no token ever crosses the
   * network readable.
   *
   * @param target {@code host:port}
   */
  public LetheClient connect(String target) {
    if ((certificate == null) != (key == null)) {
      throw new CommandException(ExitCode.USAGE, "--tls-cert and --tls-key go together");
    }
    LetheClientBuilder client = LetheClient.builder(target).deadline(CALL_DEADLINE);
    if (authority != null) {
      client.trusting(authority);
    }
    if (certificate != null && key != null) {
      client.presenting(certificate, key);
    }
    token().ifPresent(client::token);
    try {
      return client.build();
    } catch (UncheckedIOException unreadable) {
      throw new CommandException(
          ExitCode.USAGE, "a file of --tls-ca, --tls-cert or --tls-key cannot be read: "
              + FileFaults.of(Objects.requireNonNull(unreadable.getCause())));
    }
  }

  /** Read anew for every call, as it may be renewed while a command runs. */
  private Optional<Supplier<String>> token() {
    Path file = tokenFile;
    if (file != null) {
      String _ = read(file);
      return Optional.of(() -> read(file));
    }
    String variable = System.getenv(TOKEN_VARIABLE);
    return variable == null || variable.isBlank() ? Optional.empty() : Optional.of(variable::strip);
  }

  private static String read(Path file) {
    try {
      if (Files.size(file) > TOKEN_BYTES_MAX) {
        throw new CommandException(
            ExitCode.USAGE, "%s has more than %d bytes".formatted(file, TOKEN_BYTES_MAX));
      }
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new CommandException(ExitCode.USAGE, "--token-file: " + FileFaults.of(unreadable));
    }
  }
}
