package io.lethe.cli.terminal;

/** A line for every tenth of the work: for files and pipes, where nothing can be redrawn. */
final class LineDisplay implements ProgressDisplay {

  private static final int LINES_MAX = 10;

  private final Screen screen;
  private final String task;
  private long shown = -1;
  private String noted = "";

  LineDisplay(Screen screen, String task) {
    this.screen = screen;
    this.task = task;
  }

  @Override
  public void show(long done, long max, String note) {
    long tenth = max == 0 ? LINES_MAX : done * LINES_MAX / max;
    if (tenth > shown) {
      shown = tenth;
      screen.indented("%s %d/%d %s".formatted(task, done, max, note).stripTrailing());
    }
  }

  @Override
  public void show(String note) {
    if (!note.equals(noted)) {
      noted = note;
      screen.indented(task + ": " + note);
    }
  }

  @Override
  public void close() {
    shown = LINES_MAX;
  }
}
