package io.lethe.server.hook;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program for each notice, which is on its standard input and in its environment; exit code 0 takes
 * the notice. What it says is not kept. A program that takes too long is killed. Thread-safe.
 */
final class NoticedProgram implements NoticeReceiver {

  private final String program;
  private final Duration timeout;

  NoticedProgram(String program, Duration timeout) {
    this.program = program;
    this.timeout = timeout;
  }

  @Override
  public void tell(TrainingNotice notice) {
    int code;
    try {
      code = run(notice);
    } catch (IOException failed) {
      throw new NoticeFailedException("it cannot be run", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new NoticeFailedException("the server stops", stopped);
    }
    if (code != 0) {
      throw new NoticeFailedException("it ended with exit code " + code, null);
    }
  }

  private int run(TrainingNotice notice) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(program)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(notice.environment());
    Process process = builder.start();
    try {
      offer(notice.body(), process);
      if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new NoticeFailedException("it did not end within %s".formatted(timeout), null);
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /** The pipe takes all of it at once, whether or not it is read. */
  private static void offer(byte[] body, Process process) {
    try (OutputStream input = process.getOutputStream()) {
      input.write(body);
    } catch (IOException unread) {
      // It went by its environment, and has ended: its exit code tells whether it took the notice.
    }
  }

  @Override
  public void close() {}
}
