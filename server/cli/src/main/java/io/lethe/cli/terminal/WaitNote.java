package io.lethe.cli.terminal;

/**
 * While a command waits for a server: whoever ends it by Ctrl-C is told what goes on all the same, and
 * how to look again. Closed when the waiting is over.
 */
public final class WaitNote implements AutoCloseable {

  private final Thread hook;

  private WaitNote(Thread hook) {
    this.hook = hook;
  }

  /**
   * From now on.
   *
   * @param told a sentence or two, such as what the server goes on with
   */
  public static WaitNote on(Screen screen, String told) {
    Thread hook = Thread.ofPlatform().name("lethe-wait-note").unstarted(() -> {
      // Behind a progress bar's line, and behind ^C.
      screen.err().println();
      screen.complain(told);
    });
    Runtime.getRuntime().addShutdownHook(hook);
    return new WaitNote(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The process ends, and the note is told: the waiting ended so, not by itself.
    }
  }
}
