package io.lethe.cli;

import io.lethe.cli.terminal.ExitCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of an error that nobody caught. Without memory the process ends at once: starting again
 * is safe, carrying on is not. Where a plugin asked for the memory, the call into it has failed
 * already, and the error does not come here.
 */
final class UncaughtErrors implements Thread.UncaughtExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(UncaughtErrors.class);

  /** Ends the process; running nothing of it any more. */
  interface Halt {
    void halt(int exitCode);
  }

  private final Halt halt;

  UncaughtErrors(Halt halt) {
    this.halt = halt;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      halt.halt(ExitCode.OUT_OF_MEMORY);
    } else {
      LOG.error("thread {} has ended", thread.getName(), thrown);
    }
  }
}
