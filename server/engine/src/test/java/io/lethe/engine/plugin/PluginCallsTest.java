package io.lethe.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.tiny.TinyPlugin;
import org.junit.jupiter.api.Test;

/** What a caller is told of what a plugin threw. */
class PluginCallsTest {

  private static final String SECRET = "about ann@people.example";

  private static String told(boolean whole, String message) {
    LetheException failed = assertThrows(
        LetheException.class,
        () -> PluginCalls.call(new HostedBuild(TinyPlugin.differentiable(), "", whole), () -> {
          throw new IllegalStateException("outer", new ArithmeticException(message));
        }));
    assertEquals(ErrorKind.PLUGIN_FAILED, failed.kind());
    return String.valueOf(failed.getMessage());
  }

  @Test
  void thrown_isToldByItsClassAlone() {
    assertEquals("plugin tiny failed with java.lang.ArithmeticException", told(false, SECRET));
  }

  @Test
  void thrown_forItsAuthor_isToldWithMessagesCausesAndFrames() {
    String told = told(true, SECRET);
    assertTrue(
        told.startsWith("plugin tiny failed with java.lang.ArithmeticException: " + SECRET), told);
    assertTrue(told.contains("java.lang.IllegalStateException: outer"), told);
    assertTrue(told.contains("\n\tat io.lethe.engine.plugin.PluginCallsTest."), told);
  }

  @Test
  void thrown_forItsAuthor_isCutToWhatAnAnswerHolds() {
    String told = told(true, "x".repeat(100_000));
    assertTrue(told.length() < 2_200, () -> told.length() + " characters");
    assertTrue(told.endsWith("... (the server's log has the rest)"), told);
  }
}
