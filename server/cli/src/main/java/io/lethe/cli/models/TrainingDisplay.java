package io.lethe.cli.models;

import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.ProgressDisplay;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Units;
import io.lethe.client.TrainingProgress;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Shows how far a training is. Confined to one thread. */
public final class TrainingDisplay implements AutoCloseable {

  /** How long commands wait for a training; its end comes sooner, or the server's. */
  public static final Duration TRAINING_MAX = Duration.ofDays(31);

  private final Screen screen;
  private ProgressDisplay progress;
  private boolean fitted;
  private boolean ended;

  public TrainingDisplay(Screen screen) {
    this.screen = screen;
    progress = ProgressDisplay.on(screen, "training");
  }

  /** Shows the training's state now. */
  public void show(TrainingProgress now) {
    if (now.epochsMax() > 0) {
      if (ended) {
        // What held-out interactions chose is fitted again, on all of them.
        progress.close();
        progress = ProgressDisplay.on(screen, "final fit");
      }
      fitted = true;
      ended = false;
      progress.show(now.epoch(), now.epochsMax(), note(now));
    } else if (fitted) {
      ended = now.stage() == TrainingProgress.Stage.TRAINING;
      progress.show(ended ? "measuring and checking the model" : Names.words(now.stage()));
    }
  }

  private static String note(TrainingProgress now) {
    if (now.loss().isEmpty()) {
      return Names.words(now.stage());
    }
    return String.format(
        Locale.ROOT, "loss %.4f%s%s%s%s", now.loss().getAsDouble(),
        measured("NDCG", now.validationNdcg()), measured("AUC", now.validationAuc()), when(now),
        now.eta().map(left -> "  this fit ends in at most " + Units.duration(left)).orElse(""));
  }

  private static String measured(String name, OptionalDouble value) {
    return value.isEmpty()
        ? ""
        : String.format(Locale.ROOT, "  %s %.4f", name, value.getAsDouble());
  }

  /** Of which epoch the measures are, where they are not of the one that is shown. */
  private static String when(TrainingProgress now) {
    OptionalInt measured = now.validationEpoch();
    return measured.isEmpty() || measured.getAsInt() == now.epoch()
        ? ""
        : " after epoch " + measured.getAsInt();
  }

  @Override
  public void close() {
    progress.close();
  }
}
