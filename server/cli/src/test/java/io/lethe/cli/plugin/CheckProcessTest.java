package io.lethe.cli.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.cli.terminal.Screen;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CheckProcessTest {

  private final StringWriter err = new StringWriter();
  private final Screen screen = new Screen(
      new PrintWriter(new StringWriter()), new PrintWriter(err), false, false);

  /** A process that does what its argument says. */
  static final class Main {

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
      System.out.println("begun " + arguments[0]);
      if (arguments[0].equals("hangs")) {
        new CountDownLatch(1).await();
      }
      System.exit(Integer.parseInt(arguments[0]));
    }
  }

  @Test
  void run_processThatEnds_givesItsCodeAndItsOutput() throws IOException {
    OptionalInt ended = new CheckProcess(Main.class, List.of("5"))
        .run(Duration.ofMinutes(5), screen);
    assertEquals(OptionalInt.of(5), ended);
    assertTrue(err.toString().contains("begun 5"), err::toString);
  }

  @Test
  void run_processThatHangs_isEnded() throws IOException {
    assertEquals(
        OptionalInt.empty(),
        new CheckProcess(Main.class, List.of("hangs")).run(Duration.ofMillis(1), screen));
  }
}
