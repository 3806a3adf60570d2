package io.lethe.cli.evaluate;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.evaluation.ranking.SplitKind;
import io.lethe.evaluation.ranking.SplitRule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How lists are judged. */
final class RankingOptions {

  @Option(
      names = "--split",
      defaultValue = "hash",
      description = "Ranking: what lists are held against. hash: --test-share of each user's "
          + "positives; leave-one-out: each user's last positive; time: positives of the last "
          + "--test-share of all rows. Default: hash",
      paramLabel = "NAME") private String split = "";

  @Option(
      names = "--core",
      defaultValue = "1",
      description = "Ranking: a held-out positive's user and item have at least so many positives. "
          + "All other rows stay in training. Default: 1",
      paramLabel = "N") private int core;

  @Option(
      names = "--positive-from",
      description = "Ranking: a rating is positive from this value on. Default: the mean rating",
      paramLabel = "VALUE") private @Nullable Double positiveFrom;

  @Option(
      names = "--export",
      description = "Ranking: writes each split as train.csv and test.csv, and the lists, into a "
          + "folder of this one, for other programs.",
      paramLabel = "FOLDER") private @Nullable Path export;

  SplitRule rule(double testShare) {
    SplitKind kind = Arrays.stream(SplitKind.values())
        .filter(each -> each.id().equals(split))
        .findFirst()
        .orElseThrow(
            () -> new CommandException(
                ExitCode.USAGE,
                "--split %s is none of %s".formatted(
                    split,
                    Arrays.stream(SplitKind.values())
                        .map(SplitKind::id)
                        .collect(Collectors.joining(", ")))));
    if (core < 1) {
      throw new CommandException(ExitCode.USAGE, "--core %d is below 1 positive".formatted(core));
    }
    return new SplitRule(
        kind, testShare, core,
        positiveFrom == null ? OptionalDouble.empty() : OptionalDouble.of(positiveFrom));
  }

  @Nullable
  Path export() {
    return export;
  }
}
