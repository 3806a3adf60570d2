package io.lethe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.checks.Measure;
import io.lethe.checks.ModelCheck;
import io.lethe.checks.mutants.Mutant;
import io.lethe.checks.mutants.PairwisePlugin;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
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
      "SCORES_STALE, scores, withDelta", "LOADED_ROUNDED, loading, save"})
  void mutant_isFoundAndNamed(Mutant mutant, String promise, String cause) {
    List<String> broken = broken(mutant);
    assertTrue(
        broken.stream().anyMatch(text -> text.startsWith(promise) && text.contains(cause)),
        () -> mutant + ": " + broken);
    assertTrue(broken.stream().allMatch(text -> TEXT.matcher(text).matches()), broken::toString);
  }

  private static List<String> broken(Mutant mutant) {
    PairwisePlugin plugin = new PairwisePlugin(mutant);
    TrainingData data = PluginContract.data();
    RecommenderModel model = plugin
        .trainer(new TrainingConfig(SEED, Map.of()), PluginContract.alone())
        .train(data, report -> {})
        .model();
    List<String> broken = new ArrayList<>();
    if (model instanceof DifferentiableModel differentiable) {
      ModelCheck.broken(ModelCheck.measures(differentiable, data.training(), 1))
          .stream()
          .map(Measure::text)
          .forEach(broken::add);
    }
    broken.addAll(new Coupling(plugin, Map.of(), PluginContract.alone()).broken(data, SEED));
    broken.addAll(LearntArrays.broken(plugin, model));
    broken.addAll(Loading.broken(plugin, model, data.training(), PluginContract.alone()));
    return broken;
  }
}
