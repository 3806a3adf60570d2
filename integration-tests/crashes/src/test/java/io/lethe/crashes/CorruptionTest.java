package io.lethe.crashes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.crashes.damage.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short run; {@code integration-tests/crashes/damage} does the same for longer. */
final class CorruptionTest {

  private static final int TRIALS = Boolean.getBoolean("lethe.thorough") ? 300 : 60;
  private static final long SEED = 42;

  @Test
  void run_oneFileDamagedAtATime_nothingIsLostServedOrSilent(@TempDir Path folder)
      throws Exception {
    Path launcher = Path.of(System.getProperty("lethe.distribution", ""), "lethe");
    CorruptionCampaign campaign = CorruptionRuns.run(launcher, folder.resolve("run"), TRIALS, SEED);
    assertEquals(List.of(), campaign.unwanted());
    assertTrue(
        campaign.verdicts()
            .keySet()
            .containsAll(
                List.of(Verdict.REFUSED_NAMED, Verdict.MODEL_NAMED, Verdict.RECEIPTS_STOPPED)),
        campaign.verdicts().toString());
  }
}
