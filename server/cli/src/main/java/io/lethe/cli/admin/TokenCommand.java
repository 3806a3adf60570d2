package io.lethe.cli.admin;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.server.access.Role;
import io.lethe.server.access.TokenIssuer;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "token",
    synopsisSubcommandLabel = "COMMAND",
    description = {"Makes keys and bearer tokens, where there is no identity provider for that.",
        "Needs no server. Whoever has the key can be anybody: keep it away from the server."})
public final class TokenCommand {

  private TokenCommand() {}

  public static TokenCommand group() {
    return new TokenCommand();
  }

  /** What a token can be given, as it is typed. */
  private static final class RoleNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Role.values()).map(Role::text).iterator();
    }
  }

  @Command(
      name = "key",
      description = "Makes an Ed25519 key, and beside it FILE.jwks for the server's auth.keys-file.")
  public static final class Key implements Callable<Integer> {

    private final Screen screen;

    @Parameters(
        description = "Where to write the key; there must be none yet.",
        paramLabel = "FILE") private Path file = Path.of("");

    public Key(Surroundings surroundings) {
      screen = surroundings.screen();
    }

    @Override
    public Integer call() throws IOException {
      TokenIssuer.NewKey key = TokenIssuer.newKey(new SecureRandom());
      Path open = file.resolveSibling(file.getFileName() + ".jwks");
      try {
        Files.createFile(file, ownerOnly());
        Files.writeString(file, key.secret());
        Files.writeString(open, key.open(), StandardOpenOption.CREATE_NEW);
      } catch (FileAlreadyExistsException existing) {
        throw new CommandException(
            ExitCode.FAILED, existing.getFile() + " is there already; it was left alone");
      }
      screen.line("The key, for 'lethe token create', is in " + file);
      screen.line("Its public half, for the server's auth.keys-file, is in " + open);
      return ExitCode.DONE;
    }

    private static FileAttribute<?>[] ownerOnly() {
      return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[]{
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
          : new FileAttribute<?>[0];
    }
  }

  @Command(name = "create", description = "Prints a token, and nothing else.")
  public static final class Create implements Callable<Integer> {

    private static final int MINUTES_MAX = 1440;

    private final Screen screen;

    @Option(
        names = "--key",
        required = true,
        description = "A key by 'lethe token key'.",
        paramLabel = "FILE") private Path key = Path.of("");

    @Option(
        names = "--principal",
        required = true,
        description = "Whose token it is.",
        paramLabel = "NAME") private String principal = "";

    @Option(
        names = "--roles",
        required = true,
        split = ",",
        completionCandidates = RoleNames.class,
        description = "Of ${COMPLETION-CANDIDATES}; with commas.",
        paramLabel = "ROLE") private List<String> roles = List.of();

    @Option(
        names = "--audience",
        required = true,
        description = "The server's auth.audience.",
        paramLabel = "TEXT") private String audience = "";

    @Option(
        names = "--issuer",
        defaultValue = "",
        description = "The server's auth.issuer, if it has one.",
        paramLabel = "TEXT") private String issuer = "";

    @Option(
        names = "--minutes",
        defaultValue = "10",
        description = "How long it is good; servers take 15 unless they are told otherwise. "
            + "Default: 10",
        paramLabel = "N") private int minutes;

    public Create(Surroundings surroundings) {
      screen = surroundings.screen();
    }

    @Override
    public Integer call() throws IOException {
      if (minutes < 1 || minutes > MINUTES_MAX) {
        throw new CommandException(
            ExitCode.USAGE, "--minutes %d is outside 1..%d".formatted(minutes, MINUTES_MAX));
      }
      Set<Role> granted = new HashSet<>();
      for (String role : roles) {
        granted.add(
            Role.of(role)
                .orElseThrow(
                    () -> new CommandException(
                        ExitCode.USAGE, "no role is called '%s'; there are: %s"
                            .formatted(role, String.join(", ", new RoleNames())))));
      }
      try {
        TokenIssuer.Claims claims = new TokenIssuer.Claims(
            principal, granted, audience, issuer, Duration.ofMinutes(minutes));
        screen.line(TokenIssuer.issue(Files.readString(key), claims, Instant.now()));
      } catch (IllegalArgumentException wrong) {
        throw new CommandException(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
      }
      return ExitCode.DONE;
    }
  }
}
