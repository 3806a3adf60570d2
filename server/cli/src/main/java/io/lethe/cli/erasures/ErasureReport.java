package io.lethe.cli.erasures;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureHandle;
import io.lethe.client.UnlearningMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One erasure, for people. */
public final class ErasureReport {

  private ErasureReport() {}

  /**
   * Follows an erasure to its end, through restarts of the server.
   *
   * @param progress told of each new state, the last included, on the calling thread
   */
  public static Erasure ended(ErasureHandle erasure, Consumer<Erasure> progress) {
    try (Stream<Erasure> states = erasure.watch()) {
      return states.peek(progress).reduce((earlier, later) -> later).orElseThrow();
    }
  }

  /**
   * Ends the command if an erasure failed or was cancelled.
   *
   * @throws CommandException with the reason
   */
  public static void checkCompleted(Erasure ended) {
    if (ended.state() == Erasure.State.CANCELLED) {
      throw new CommandException(
          ExitCode.FAILED, "the erasure was cancelled: what it names is served again");
    }
    ended.failure().ifPresent(failure -> {
      throw new CommandException(ExitCode.FAILED, "the erasure failed: " + failure.message());
    });
  }

  static void print(Screen screen, Erasure erasure) {
    Table facts = Table.of("", "")
        .row("erasure", Names.shortName(erasure.name()))
        .row("model", erasure.model())
        .row("state", Names.words(erasure.state()));
    erasure.failure().ifPresent(failure -> facts.row("failure", failure.message()));
    facts.row("method", method(erasure))
        .row(isUnlearned(erasure) ? "forgotten" : "names", named(erasure))
        .row("requester", erasure.parties().requester().orElse(""))
        .row("approver", erasure.parties().approver().orElse(""))
        .row("due", erasure.times().expires().map(Units::time).orElse(""))
        .row("retries", erasure.retry().of().map(Names::shortName).orElse(""))
        .row("retried by", erasure.retry().by().map(Names::shortName).orElse(""))
        .row(
            "rows",
            "%s changed, %s dropped".formatted(
                Units.count(erasure.counts().changedRows()),
                Units.count(erasure.counts().droppedRows())))
        .row("received", Units.time(erasure.times().received()))
        .row("contained", after(erasure, erasure.times().contained()))
        .row("unlearned", after(erasure, erasure.times().unlearned()))
        .row("purged", after(erasure, erasure.times().purged()))
        .row("versions", versions(erasure));
    screen.table(facts, false);
    if (!erasure.phases().isEmpty()) {
      screen.blank();
      Table phases = Table.of("phase", ">time");
      erasure.phases().forEach(phase -> phases.row(phase.name(), Units.duration(phase.duration())));
      screen.table(phases, true);
    }
  }

  private static boolean isUnlearned(Erasure erasure) {
    return erasure.times().unlearned().isPresent();
  }

  /** How much, and which part of the model that is. */
  static String named(Erasure erasure) {
    Erasure.Counts counts = erasure.counts();
    String interactions = Units.count(counts.interactions(), "interaction");
    return counts.ofModel() == 0
        ? interactions
        : "%s of %s (%.2f %%)".formatted(
            interactions, Units.count(counts.ofModel()),
            100.0 * counts.interactions() / counts.ofModel());
  }

  static String method(Erasure erasure) {
    if (erasure.usedMethod() == UnlearningMethod.SERVER_CHOICE) {
      return isUnlearned(erasure) ? "none" : "";
    }
    return Names.words(erasure.usedMethod());
  }

  private static String versions(Erasure erasure) {
    return erasure.unlearnedVersion().isEmpty()
        ? ""
        : "%s to %s".formatted(
            Names.number(erasure.baseVersion()), Names.number(erasure.unlearnedVersion()));
  }

  private static String after(Erasure erasure, Optional<Instant> moment) {
    return moment.isEmpty() ? "" : "after " + since(erasure, moment);
  }

  /** Time from acceptance to a moment; empty before that. */
  public static String since(Erasure erasure, Optional<Instant> moment) {
    return moment.map(then -> Units.duration(Duration.between(erasure.times().received(), then)))
        .orElse("");
  }
}
