package io.lethe.e2e;

import java.time.Duration;
import java.util.function.Predicate;

/** Waits for what a server has yet to do where it can only be asked again and again. */
final class Until {

  /** Less than a test's own limit, so that this error comes first. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long PAUSE_MILLIS = 20;

  private Until() {}

  /** How the server is asked. */
  @FunctionalInterface
  interface Question<T> {
    T ask() throws Exception;
  }

  /** The first answer that is as wanted; an error with the last one if none ever is. */
  static <T> T answer(Question<T> question, Predicate<T> wanted) throws Exception {
    long began = System.nanoTime();
    T answer = question.ask();
    while (!wanted.test(answer)) {
      if (System.nanoTime() - began > PATIENCE.toNanos()) {
        throw new AssertionError("still %s after %s".formatted(answer, PATIENCE));
      }
      Thread.sleep(PAUSE_MILLIS);
      answer = question.ask();
    }
    return answer;
  }
}
