package io.lethe.server.errors;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoggedThrowableTest {

  @Test
  void convert_foreignCause_typeAndPlaceWithoutItsMessage() {
    LetheException ours = new LetheException(
        ErrorKind.PLUGIN_FAILED, "plugin tea failed", Map.of(),
        new IllegalStateException("no row for user-4711"));
    String text = new LoggedThrowable().convert(event(ours));
    assertTrue(text.contains("plugin tea failed"), text);
    assertTrue(text.contains("caused by java.lang.IllegalStateException\n"), text);
    assertTrue(text.contains("LoggedThrowableTest"), text);
    assertFalse(text.contains("user-4711"), text);
  }

  @Test
  void convert_nothingThrown_nothing() {
    assertTrue(new LoggedThrowable().convert(event(null)).isEmpty());
  }

  private static LoggingEvent event(@Nullable Throwable thrown) {
    return new LoggingEvent(
        "test", new LoggerContext().getLogger("test"), Level.WARN, "it failed", thrown, null);
  }
}
