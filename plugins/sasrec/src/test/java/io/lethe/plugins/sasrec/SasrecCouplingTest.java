package io.lethe.plugins.sasrec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.checks.Measure;
import io.lethe.checks.family.CouplingCheck;
import io.lethe.checks.family.Family;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.PluginContext;
import io.lethe.spi.TrainingData;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A family that reads order is coupled, whatever the order of its log. */
class SasrecCouplingTest {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void coupling_logInOrderOfTimeOrAgainstIt_isKept(boolean backwards) {
    Interactions rows = Walks.of(30, 8, backwards);
    Family family = new Family(
        new SasrecPlugin(),
        Map.of(
            "negatives", "4", "factors", "4", "window", "6", "learning-rate", "0.02", "batch-size",
            "90", "epochs-max", "30", "init-deviation", "0.5", "l2", "0.1"),
        3, new PluginContext(Runnable::run, 1, InstantSource.system()));
    Measure coupling = CouplingCheck.measure(
        family,
        new TrainingData(InteractionView.of(rows), InteractionView.of(rows.at(new int[0]))));
    assertTrue(coupling.kept(), coupling.text());
  }
}
