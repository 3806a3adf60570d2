package io.lethe.engine.lifecycle;

import io.lethe.checks.mutants.Mutant;
import io.lethe.checks.mutants.PairwisePlugin;
import io.lethe.spi.ImportedVectors;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A family that is trained elsewhere, for all that the engine can tell. What it makes of vectors is a
 * small model of the interactions; it counts how often it was asked.
 */
final class ElsewherePlugin extends PairwisePlugin {

  final AtomicInteger trainings = new AtomicInteger();
  private volatile int usersBrought;

  ElsewherePlugin(Mutant mutant) {
    super(mutant);
  }

  /** Of how many users the last vectors were. */
  int usersBrought() {
    return usersBrought;
  }

  @Override
  public boolean trainedElsewhere() {
    return true;
  }

  @Override
  public List<TrainingOption> options() {
    return ImportedVectors.options();
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    ModelTrainer trainer = super.trainer(new TrainingConfig(config.seed(), Map.of()), context);
    return (data, progress) -> {
      trainings.incrementAndGet();
      usersBrought = data.vectors().orElseThrow().usersBrought().cardinality();
      return trainer.train(data, progress);
    };
  }
}
