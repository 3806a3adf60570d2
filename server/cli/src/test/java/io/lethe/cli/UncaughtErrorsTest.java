package io.lethe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.cli.terminal.ExitCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UncaughtErrorsTest {

  private final List<Integer> halts = new ArrayList<>();
  private final UncaughtErrors errors = new UncaughtErrors(halts::add);

  @Test
  void uncaught_outOfMemory_processEnds() {
    errors.uncaughtException(Thread.currentThread(), new OutOfMemoryError());
    assertEquals(List.of(ExitCode.OUT_OF_MEMORY), halts);
  }

  @Test
  void uncaught_anythingElse_processGoesOn() {
    errors.uncaughtException(Thread.currentThread(), new IllegalStateException());
    errors.uncaughtException(Thread.currentThread(), new StackOverflowError());
    assertEquals(List.of(), halts);
  }
}
