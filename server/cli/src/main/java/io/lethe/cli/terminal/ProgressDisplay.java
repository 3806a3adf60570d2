package io.lethe.cli.terminal;

/** Shows how far a long piece of work is. Confined to one thread; closing ends the display. */
public interface ProgressDisplay extends AutoCloseable {

  /**
   * Shows a step.
   *
   * @param done steps done
   * @param max the most there can be
   * @param note what else is worth seeing, such as the loss
   */
  void show(long done, long max, String note);

  /** Shows work that has no steps. */
  void show(String note);

  @Override
  void close();

  /** A bar where lines can be redrawn, plain lines elsewhere. */
  static ProgressDisplay on(Screen screen, String task) {
    return screen.live() ? new BarDisplay(task) : new LineDisplay(screen, task);
  }
}
