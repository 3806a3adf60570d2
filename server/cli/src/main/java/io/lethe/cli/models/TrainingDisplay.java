package io.lethe.cli.models;

import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.ProgressDisplay;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Units;
import io.lethe.client.TrainingProgress;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** Shows how far a training is. Confined to one thread. */
public final class TrainingDisplay implements AutoCloseable {

  /** How long commands wait for a training; its end comes sooner, or the server's. */
  public static final Duration TRAINING_MAX = Duration.ofDays(31);

  private final ProgressDisplay progress;

  public TrainingDisplay(Screen screen) {
    progress = ProgressDisplay.on(screen, "training");
  }

  /** Shows the training's state now. */
  public void show(TrainingProgress now) {
    if (now.epochsMax() > 0) {
      progress.show(now.epoch(), now.epochsMax(), note(now));
    }
  }

  private static String note(TrainingProgress now) {
    if (now.loss().isEmpty()) {
      return Names.words(now.stage());
    }
    return String.format(
        Locale.ROOT, "loss %.4f%s%s  at most %s left", now.loss().getAsDouble(),
        measured("NDCG", now.validationNdcg()), measured("AUC", now.validationAuc()),
        Units.duration(now.eta().orElse(Duration.ZERO)));
  }

  private static String measured(String name, OptionalDouble value) {
    return value.isEmpty()
        ? ""
        : String.format(Locale.ROOT, "  %s %.4f", name, value.getAsDouble());
  }

  @Override
  public void close() {
    progress.close();
  }
}
