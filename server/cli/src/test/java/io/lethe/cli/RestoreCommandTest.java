package io.lethe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RestoreCommandTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private void done(String... arguments) {
    out.getBuffer().setLength(0);
    Screen screen = new Screen(new PrintWriter(out), new PrintWriter(err), false, false);
    int code = Commands
        .run(new Surroundings(screen, Map.of(), folder.resolve("home"), folder), arguments);
    assertEquals(ExitCode.DONE, code, err.toString());
  }

  /** A backup holds no witness: that none is there is how it should be. */
  @Test
  void restore_intoNothing_warnsOfNothingAndLeavesASoundFolder() throws IOException {
    Path rows = Files.writeString(folder.resolve("rows.csv"), "user,item\nann,tea\n");
    String data = folder.resolve("data").toString();
    String backup = folder.resolve("backup").toString();
    String restored = folder.resolve("restored").toString();
    done("import", rows.toString(), "--model", "shop", "--data-folder", data);
    done("backup", backup, "--data-folder", data);

    Logger logger = (Logger) LoggerFactory.getLogger("io.lethe.store");
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    told.start();
    logger.addAppender(told);
    try {
      done("restore", backup, "--no-later-erasures", "--data-folder", restored);
    } finally {
      logger.detachAppender(told);
    }
    assertEquals(
        List.of(),
        told.list.stream()
            .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
            .map(ILoggingEvent::getFormattedMessage)
            .toList());
    assertTrue(out.toString().contains("0 digests of users, items and interactions are"));
    done("check", restored);
    assertTrue(out.toString().contains("commit-witness: verified: "), out.toString());
  }
}
