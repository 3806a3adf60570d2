package io.lethe.evaluation.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.checks.Promise;
import io.lethe.checks.family.Family;
import io.lethe.checks.mutants.Mutant;
import io.lethe.checks.mutants.PairwisePlugin;
import io.lethe.evaluation.SyntheticSpec;
import io.lethe.evaluation.plugin.Finding.Verdict;
import io.lethe.evaluation.strategy.Strategies;
import io.lethe.kernels.Kernels;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.unlearning.InfluenceUnlearner;
import io.lethe.unlearning.UnlearningConfig;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sound family passes; each of its mutants, which differ in one line, fails and is told why. */
class PluginCheckTest {

  private static final PluginContext ALONE = new PluginContext(
      Runnable::run, 1, InstantSource.system());
  /** A fault of one line shows on a fifth of the data. */
  private static final CheckData FEW = CheckData.madeUp(new SyntheticSpec(80, 60, 1200, 1));

  /** What was told. */
  private record Told(List<CheckStep> steps, List<Finding> findings, List<Throwable> thrown)
      implements
        PluginCheck.Witness {

    @Override
    public void begins(CheckStep step) {
      steps.add(step);
    }

    @Override
    public void found(Finding finding) {
      findings.add(finding);
    }

    @Override
    public void threw(CheckStep step, Throwable throwable) {
      thrown.add(throwable);
    }

    Stream<Finding> of(Verdict verdict) {
      return findings.stream().filter(finding -> finding.verdict() == verdict);
    }
  }

  private final Told told = new Told(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

  private boolean passes(RecommenderPlugin plugin, CheckData data) {
    Kernels kernels = Kernels.scalar();
    InfluenceUnlearner unlearner = new InfluenceUnlearner(
        UnlearningConfig.defaults(), kernels, () -> 0);
    return new PluginCheck(
        new Family(plugin, Map.of(), 1, ALONE), ALONE, data, new Strategies(unlearner, kernels),
        told).run();
  }

  @Test
  void soundFamily_passesEveryStepAndForgetsNearerThanDoingNothing() {
    assertTrue(
        passes(new PairwisePlugin(), CheckData.madeUp()),
        () -> told.of(Verdict.BROKEN).toList().toString());
    Set<CheckStep> ofModels = EnumSet.allOf(CheckStep.class);
    ofModels.remove(CheckStep.FOLDER);
    assertEquals(List.copyOf(ofModels), told.steps());
    assertEquals(
        3,
        told.of(Verdict.KEPT)
            .filter(finding -> finding.step() == CheckStep.FORGETTING)
            .filter(
                finding -> finding.measure() != null
                    && finding.measure().promise() == Promise.FORGETTING)
            .count(),
        told.findings()::toString);
  }

  /** Or each mutant would fail by the data. */
  @Test
  void soundFamily_ofFewRatings_passes() {
    assertTrue(
        passes(new PairwisePlugin(), FEW), () -> told.of(Verdict.BROKEN).toList().toString());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void mutant_failsAndEachFaultNamesPlaceNumberAndCause(Mutant mutant) {
    assertFalse(passes(new PairwisePlugin(mutant), FEW));
    assertTrue(
        told.of(Verdict.BROKEN)
            .allMatch(
                finding -> finding.text().contains("block ")
                    && finding.text().contains("; likely cause: ")),
        () -> told.of(Verdict.BROKEN).toList().toString());
  }

  @Test
  void pluginThatThrows_isBrokenThereAndTheOtherStepsFollow() {
    assertFalse(passes(new PairwisePlugin() {
      @Override
      public ModelArtifact save(RecommenderModel model) {
        throw new IllegalStateException("no disk");
      }
    }, FEW));
    List<Finding> broken = told.of(Verdict.BROKEN).toList();
    assertEquals(1, broken.size(), broken::toString);
    assertEquals(CheckStep.LOADING, broken.getFirst().step());
    assertTrue(
        broken.getFirst().text().contains("IllegalStateException: no disk"), broken::toString);
    assertEquals("no disk", told.thrown().getFirst().getMessage());
    assertTrue(told.steps().contains(CheckStep.FORGETTING));
  }
}
