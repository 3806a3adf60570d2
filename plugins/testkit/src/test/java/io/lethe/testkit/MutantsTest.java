package io.lethe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.checks.Measure;
import io.lethe.checks.ModelCheck;
import io.lethe.checks.family.CouplingCheck;
import io.lethe.checks.family.Family;
import io.lethe.checks.family.LearntArraysCheck;
import io.lethe.checks.family.ListsCheck;
import io.lethe.checks.family.LoadingCheck;
import io.lethe.checks.family.OptionsCheck;
import io.lethe.checks.family.RepeatingCheck;
import io.lethe.checks.family.TrainingCheck;
import io.lethe.checks.mutants.Mutant;
import io.lethe.checks.mutants.PairwisePlugin;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The kit's own test: a family that differs in one line from a sound one fails, and the text says which
 * promise, where, by what ratio, and why that is likely.
 */
class MutantsTest {

  private static final long SEED = 42;
  private static final Pattern TEXT = Pattern.compile(
      "[a-z-]+: .*block.*: .*(NaN|Infinity|[0-9.e-]+).* keeps? the promise; likely cause: .+");

  @Test
  void soundFamily_breaksNothing() {
    assertEquals(List.of(), broken(Mutant.NONE));
  }

  @ParameterizedTest
  @CsvSource({"ALL_SHARED, reach, SHARED", "ITEMS_SHARED, reach, SHARED",
      "PRODUCT_TIMES_1000, curvature, 997 times", "PRODUCT_UNRELATED, curvature, times what",
      "PRODUCT_TENTH, curvature, 0.0997 times", "PRODUCT_NEGATED, curvature, sign",
      "PRODUCT_NAN, curvature, not a finite number", "PENALTY_TIMES_100, penalty, layout()",
      "FACTORS_TIMES_100, factors, times what", "FACTORS_HUNDREDTH, factors, missing",
      "FACTORS_SWAPPED, factors, changed places", "TERM_COUNTS_TIMES_3, term-count, more than once",
      "UNCOUPLED, coupling, by position", "NOTHING_LEARNT, learnt-arrays, learntArrays()",
      "GRADIENT_ZERO, gradient, missing", "GRADIENT_NEGATED, gradient, sign",
      "GRADIENT_NAN, gradient, not a finite number",
      "GRADIENT_TIMES_1000, gradient, 1.00e+03 times",
      "USER_GRADIENT_NEGATED, gradient: block user, sign", "REMOVAL_ZERO, removal, missing",
      "SCORES_STALE, scores, withDelta", "VIEWS_STILL, scores, viewedOn",
      "PRODUCT_OF_MOVED_TIMES_1000, curvature, 997 times", "LOADED_ROUNDED, loading, save",
      "OPTIONS_IGNORED, options, does not know", "UNREPEATABLE, repeating, no seed",
      "DEAF, stopping, isInterrupted", "SILENT, reporting, progress",
      "LIST_UNSORTED, lists, does not sort", "LIST_WITH_EXCLUDED, lists, leave out",
      "LISTS_OF_FIRST, lists, several users", "INDICES_UNCHECKED, indices, does not check"})
  void mutant_isFoundAndNamed(Mutant mutant, String promise, String cause) {
    List<String> broken = broken(mutant);
    assertTrue(
        broken.stream().anyMatch(text -> text.startsWith(promise) && text.contains(cause)),
        () -> mutant + ": " + broken);
    assertTrue(broken.stream().allMatch(text -> TEXT.matcher(text).matches()), broken::toString);
  }

  private static List<String> broken(Mutant mutant) {
    PairwisePlugin plugin = new PairwisePlugin(mutant);
    Family family = new Family(plugin, Map.of(), SEED, PluginContract.alone());
    TrainingData data = PluginContract.data();
    List<TrainingProgress> reports = new ArrayList<>();
    TrainedModel trained = plugin.trainer(new TrainingConfig(SEED, Map.of()), family.alone())
        .train(data, reports::add);
    RecommenderModel model = trained.model();
    List<Measure> measures = new ArrayList<>();
    if (model instanceof DifferentiableModel differentiable) {
      measures.addAll(ModelCheck.measures(differentiable, data.training(), 1));
      measures.addAll(ModelCheck.measuresOnceMoved(differentiable, data.training(), 1));
    }
    measures.addAll(OptionsCheck.measures(family));
    measures.addAll(RepeatingCheck.measures(family, trained, data, family.alone()));
    measures.add(CouplingCheck.measure(family, data));
    measures.add(TrainingCheck.progress(reports));
    measures.add(TrainingCheck.learning(model, data.training()));
    measures.add(TrainingCheck.stopping(family, data));
    measures.addAll(ListsCheck.measures(model));
    measures.addAll(LearntArraysCheck.measures(plugin, model));
    measures.addAll(LoadingCheck.measures(family, model, data.training()));
    return ModelCheck.broken(measures).stream().map(Measure::text).toList();
  }
}
