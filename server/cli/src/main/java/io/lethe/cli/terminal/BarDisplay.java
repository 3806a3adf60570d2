package io.lethe.cli.terminal;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on a terminal, on standard error; what remains on the screen is its last state. */
final class BarDisplay implements ProgressDisplay {

  private static final int REDRAW_MILLIS = 100;

  private final ProgressBar bar;

  BarDisplay(String task) {
    bar = new ProgressBarBuilder().setTaskName("  " + task)
        .setInitialMax(1)
        .setUpdateIntervalMillis(REDRAW_MILLIS)
        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
        .hideEta()
        .build();
  }

  @Override
  public void show(long done, long max, String note) {
    bar.maxHint(max);
    bar.stepTo(done);
    bar.setExtraMessage(" " + note);
  }

  @Override
  public void show(String note) {
    bar.setExtraMessage(" " + note);
  }

  @Override
  public void close() {
    bar.close();
  }
}
