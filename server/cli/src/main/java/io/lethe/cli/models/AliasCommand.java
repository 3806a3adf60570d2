package io.lethe.cli.models;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.client.LetheClient;
import io.lethe.client.Model;
import io.lethe.engine.alias.AliasName;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Versions that answer beside the active one. */
@Command(
    name = "alias",
    description = "Has another version of a model answer by a name, and for a share of the users.")
public final class AliasCommand {

  private static final BigDecimal BASIS_POINTS_OF_ALL = BigDecimal.valueOf(10_000);

  private AliasCommand() {}

  /** The group of them. */
  public static AliasCommand group() {
    return new AliasCommand();
  }

  /** A share for people, such as {@code 12.5 %}. */
  static String share(int basisPoints) {
    return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString() + " %";
  }

  /**
   * The basis points of a share such as {@code 12.5%}.
   *
   * @throws CommandException if it is none
   */
  static int basisPoints(String share) {
    String text = share.strip();
    try {
      if (text.endsWith("%")) {
        BigDecimal points = new BigDecimal(text.substring(0, text.length() - 1).strip())
            .movePointRight(2);
        if (points.signum() >= 0 && points.compareTo(BASIS_POINTS_OF_ALL) <= 0) {
          return points.intValueExact();
        }
      }
    } catch (ArithmeticException | NumberFormatException malformed) {
      // Told below, with what is allowed.
    }
    throw new CommandException(
        ExitCode.USAGE,
        "--share is %s; 0%% to 100%% with up to two decimals are allowed, such as 12.5%%"
            .formatted(share));
  }

  /** Which alias is meant. */
  static final class Which {

    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(
        index = "0",
        description = "The model.",
        paramLabel = "MODEL") private String model = "";

    @Parameters(
        index = "1",
        description = "The alias: 1 to 63 characters of a-z, 0-9 and -.",
        paramLabel = "ALIAS") private String alias = "";

    String model() {
      return Names.model(model).value();
    }

    String alias() {
      return new AliasName(alias).value();
    }
  }

  @Command(
      name = "set",
      description = {"Makes an alias, or changes its version, its share or both.",
          "'lethe train --beside' makes a version that does not answer by itself. An alias follows when"
              + " an erasure completes: to the version without what was erased."})
  public static final class Set implements Callable<Integer> {

    private final Screen screen;

    @Mixin private Which which = new Which();

    @Parameters(
        index = "2",
        arity = "0..1",
        description = "The version's number. Default: the one that the alias has.",
        paramLabel = "VERSION") private @Nullable Long version;

    @Option(
        names = "--share",
        description = "Of the users, such as 10%%. Default: the one that the alias has; of a new one"
            + " 0%%, so that only calls that name it are answered by it.",
        paramLabel = "SHARE") private @Nullable String share;

    public Set(Surroundings surroundings) {
      screen = surroundings.screen();
    }

    @Override
    public Integer call() {
      OptionalInt points = share == null ? OptionalInt.empty() : OptionalInt.of(basisPoints(share));
      try (LetheClient server = which.options.connect()) {
        Model.Alias alias = server.setAlias(
            which.model(), which.alias(),
            version == null ? OptionalLong.empty() : OptionalLong.of(version), points);
        screen.line(
            String.format(
                Locale.ROOT, "Version %d answers as %s and for %s of the users.",
                alias.version().number(), alias.name(), share(alias.basisPoints())));
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "delete",
      description = "Takes an alias away; the active version answers for its share.")
  public static final class Delete implements Callable<Integer> {

    private final Screen screen;

    @Mixin private Which which = new Which();

    public Delete(Surroundings surroundings) {
      screen = surroundings.screen();
    }

    @Override
    public Integer call() {
      try (LetheClient server = which.options.connect()) {
        server.deleteAlias(which.model(), which.alias());
        screen.line("%s has no alias %s any more.".formatted(which.model(), which.alias()));
      }
      return ExitCode.DONE;
    }
  }
}
