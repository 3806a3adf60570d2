package io.lethe.cli.erasures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.client.Erasure;
import io.lethe.client.UnlearningMethod;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ErasureDecisionsTest {

  private final StringWriter out = new StringWriter();
  private final Screen screen = new Screen(
      new PrintWriter(out), new PrintWriter(new StringWriter()), false, false);

  private static Erasure erasure(Erasure.State state, Optional<Erasure.Failure> failure) {
    return new Erasure(
        "erasures/e", "tea", state, UnlearningMethod.RETRAIN, UnlearningMethod.RETRAIN,
        new Erasure.Counts(1, 0, 0, 1),
        new Erasure.Times(
            Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
        Optional.empty(), Optional.empty(), 1, List.of(), failure,
        new Erasure.Parties(Optional.empty(), Optional.empty()),
        new Erasure.Retry(Optional.of("erasures/d"), Optional.empty()));
  }

  @Test
  void retryThatHasFailedAtOnce_endsTheCommandAsFailed() {
    Erasure failed = erasure(
        Erasure.State.FAILED, Optional.of(new Erasure.Failure("PLUGIN_NOT_FOUND", "no plugin")));
    CommandException ended = assertThrows(
        CommandException.class, () -> ErasureDecisions.goesOn(screen, failed));
    assertEquals(ExitCode.FAILED, ended.exitCode());
    assertEquals("the erasure failed: no plugin", ended.getMessage());
    assertEquals("Erasure e is failed.", out.toString().strip());
  }

  @Test
  void retryThatGoesOn_isTold() {
    ErasureDecisions.goesOn(screen, erasure(Erasure.State.RECEIVED, Optional.empty()));
    assertEquals("Erasure e is received.", out.toString().strip());
  }
}
