package io.lethe.crashes;

import io.lethe.crashes.damage.LogLines;
import io.lethe.crashes.damage.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Damages files of a running state: {@code LAUNCHER FOLDER [trials=2000] [seed=1]}. The folder must not
 * exist; it holds the state and the copy that is damaged.
 */
public final class CorruptionRuns {

  private static final PrintStream OUT = System.out;
  private static final String TRIALS = "trials";
  private static final String SEED = "seed";

  private CorruptionRuns() {}

  /** Runs them; ends with 1 if a trial did not end as it should. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 2) {
      throw new IllegalArgumentException("usage: LAUNCHER FOLDER [trials=2000] [seed=1]");
    }
    int trials = 2000;
    long seed = 1;
    for (int k = 2; k < arguments.length; k++) {
      String[] option = arguments[k].split("=", 2);
      switch (option[0]) {
        case TRIALS -> trials = Integer.parseInt(option[1]);
        case SEED -> seed = Long.parseLong(option[1]);
        default -> throw new IllegalArgumentException("there is no option " + option[0]);
      }
    }
    CorruptionCampaign campaign = run(
        Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[1]).toAbsolutePath(), trials,
        seed);
    OUT.printf("%d trials, seed %d%n", trials, seed);
    campaign.verdicts()
        .forEach((verdict, times) -> OUT.printf("%9d %s%n", times, verdict.meaning()));
    OUT.printf("%9d left the file as it was%n", campaign.unchanged());
    OUT.printf("%9d missed by lethe check%n", campaign.missedByCheck());
    for (Map.Entry<String, Map<Verdict, Integer>> file : campaign.byFile().entrySet()) {
      OUT.printf("%-28s %s%n", file.getKey(), file.getValue());
    }
    campaign.byDamage().forEach((kind, verdicts) -> OUT.printf("%-28s %s%n", kind, verdicts));
    campaign.unwanted().forEach(trial -> OUT.println("UNWANTED " + trial));
    System.exit(campaign.unwanted().isEmpty() ? 0 : 1);
  }

  /** Makes a running state in a folder that is made for it, and runs so many trials over copies. */
  static CorruptionCampaign run(Path launcher, Path folder, int trials, long seed)
      throws IOException, InterruptedException {
    Files.createDirectory(folder);
    Installation installation = new Installation(launcher, folder.resolve("data"), folder);
    RunningState state = RunningState.make(installation, seed);
    // The launcher of the sources starts the distribution that it has built.
    Path built = launcher.resolveSibling("server/dist/target/lethe");
    Path distribution = Files.isDirectory(built) ? built : launcher.resolveSibling("");
    CorruptionCampaign campaign = new CorruptionCampaign(
        state, distribution.resolve("plugins"), folder, LogLines.attached());
    campaign.run(trials, seed);
    return campaign;
  }
}
