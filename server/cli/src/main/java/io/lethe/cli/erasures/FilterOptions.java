package io.lethe.cli.erasures;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.client.Erasure;
import io.lethe.client.ForgetTarget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which erasures a list has; all filters hold together. */
final class FilterOptions {

  private static final int DAYS_MAX = 36_500;

  @Option(
      names = "--model",
      description = "Lists those of this model only.",
      paramLabel = "NAME") private @Nullable String model;

  @Option(
      names = "--state",
      description = "Lists those in this state only, such as held or failed. May be given many "
          + "times.",
      paramLabel = "STATE") private List<Erasure.State> states = new ArrayList<>();

  @Option(
      names = "--requester",
      description = "Lists those that this principal asked for only.",
      paramLabel = "NAME") private @Nullable String requester;

  @Option(
      names = "--request-id",
      description = "Lists the one with this request id only.",
      paramLabel = "UUID") private @Nullable UUID requestId;

  @Option(
      names = "--due-in",
      description = "Lists those only that must be completed within so many days and are not; 0 "
          + "lists the overdue ones.",
      paramLabel = "DAYS") private @Nullable Integer dueInDays;

  @Option(
      names = "--user",
      description = "Lists the erasures of this user only, also after the user is gone. Needs the "
          + "role audit.",
      paramLabel = "ID") private @Nullable String user;

  @Option(
      names = "--item",
      description = "The same of an item.",
      paramLabel = "ID") private @Nullable String item;

  /**
   * The filter.
   *
   * @throws CommandException if options contradict each other or are out of bounds
   */
  Erasure.Filter filter(InstantSource clock) {
    if (states.contains(Erasure.State.UNKNOWN)) {
      throw new CommandException(
          ExitCode.USAGE, "--state is unknown; a state of erasures is allowed");
    }
    Set<Erasure.State> wanted = EnumSet.noneOf(Erasure.State.class);
    wanted.addAll(states);
    return new Erasure.Filter(
        Optional.ofNullable(model).map(name -> Names.model(name).toString()),
        Optional.ofNullable(requestId), Optional.ofNullable(requester), wanted, due(clock));
  }

  /**
   * The user or item whose erasures are wanted.
   *
   * @throws CommandException if both are named, or anything else with one of them
   */
  Optional<ForgetTarget> subject() {
    if (user == null && item == null) {
      return Optional.empty();
    }
    boolean filtered = model != null || !states.isEmpty() || requester != null || requestId != null
        || dueInDays != null;
    if (filtered || (user != null && item != null)) {
      throw new CommandException(ExitCode.USAGE, "--user and --item stand alone: give one of them");
    }
    return Optional.of(
        user != null ? new ForgetTarget.User(user) : new ForgetTarget.Item(String.valueOf(item)));
  }

  private Optional<Instant> due(InstantSource clock) {
    if (dueInDays == null) {
      return Optional.empty();
    }
    if (dueInDays < 0 || dueInDays > DAYS_MAX) {
      throw new CommandException(
          ExitCode.USAGE,
          "--due-in is %d days; 0 to %d are allowed".formatted(dueInDays, DAYS_MAX));
    }
    return Optional.of(clock.instant().plus(Duration.ofDays(dueInDays)));
  }
}
