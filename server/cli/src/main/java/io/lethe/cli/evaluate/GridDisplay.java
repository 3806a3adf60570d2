package io.lethe.cli.evaluate;

import io.lethe.cli.terminal.ProgressDisplay;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Units;
import io.lethe.evaluation.experiment.Progress;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Shows how far the grid is and how long the rest will take at the pace so far. */
final class GridDisplay implements Progress, AutoCloseable {

  private final ProgressDisplay display;
  private final LongSupplier nanoClock;
  private final long began;

  GridDisplay(Screen screen, LongSupplier nanoClock) {
    this.display = ProgressDisplay.on(screen, "cells");
    this.nanoClock = nanoClock;
    this.began = nanoClock.getAsLong();
  }

  @Override
  public void show(int done, int now, int total, String what) {
    String rest = now == 0 || done == total
        ? ""
        : ", about %s left".formatted(
            Units.duration(
                Duration.ofNanos((nanoClock.getAsLong() - began) / now * (total - done))));
    display.show(done, total, what + rest);
  }

  @Override
  public void close() {
    display.close();
  }
}
