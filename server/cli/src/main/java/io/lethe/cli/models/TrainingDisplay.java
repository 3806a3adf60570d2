package io.lethe.cli.models;

import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.ProgressDisplay;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Units;
import io.lethe.server.grpc.remote.TrainingNews;
import io.lethe.spi.TrainingProgress;
import java.util.Locale;

/** Shows how far a training is. Confined to one thread. */
public final class TrainingDisplay implements AutoCloseable {

  private final ProgressDisplay progress;

  public TrainingDisplay(Screen screen) {
    progress = ProgressDisplay.on(screen, "training");
  }

  public void show(TrainingNews news) {
    if (news.epochsMax() > 0) {
      progress.show(news.epoch(), news.epochsMax(), note(news));
    }
  }

  void show(TrainingProgress epoch) {
    show(
        new TrainingNews(
            epoch.phase(), epoch.epoch(), epoch.epochsMax(), epoch.loss(), epoch.validationAuc(),
            epoch.validationNdcg(), epoch.remaining()));
  }

  private static String note(TrainingNews news) {
    if (Double.isNaN(news.loss())) {
      return Names.words(news.stage());
    }
    return String.format(
        Locale.ROOT, "loss %.4f%s%s  at most %s left", news.loss(), measured("NDCG", news.ndcg()),
        measured("AUC", news.auc()), Units.duration(news.remaining()));
  }

  private static String measured(String name, double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "  %s %.4f", name, value);
  }

  @Override
  public void close() {
    progress.close();
  }
}
