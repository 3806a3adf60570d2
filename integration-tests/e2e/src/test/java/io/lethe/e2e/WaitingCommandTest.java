package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.Erasure;
import io.lethe.installed.Server;
import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code lethe unlearn} waits for the end of its erasure, whatever becomes of the server. */
@ExtendWith(Installations.class)
final class WaitingCommandTest {

  private static final Map<String, String> HOLDS = Map
      .of("LETHE_APPROVAL_INTERACTIONS_ABOVE", "2", "LETHE_RETRAINING_AUTOMATIC", "false");

  @Test
  void unlearn_serverKilledAndStartedAgain_tellsHowItEnded(Installation installation)
      throws Exception {
    Server first = installation.serve(HOLDS);
    Process command = installation
        .command(
            "unlearn", "--model", Installation.MODEL, "--user", SyntheticRatings.user(61),
            "--server", first.address())
        .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader reader = command.inputReader()) {
      String line = reader.readLine();
      while (line != null && !line.startsWith("Held")) {
        said.add(line);
        line = reader.readLine();
      }
      assertTrue(line != null, said.toString());
      int port = Integer.parseInt(first.address().substring(first.address().indexOf(':') + 1));
      first.kill();
      first.close();
      try (Server second = installation.serve(HOLDS, port)) {
        Erasure held = second.client().erasures().findFirst().orElseThrow();
        assertEquals(
            Erasure.State.CANCELLED, second.client().erasure(held.name()).cancel().state());
        reader.lines().forEach(said::add);
        int exitCode = command.waitFor();
        assertAll(
            () -> assertEquals(1, exitCode, said.toString()),
            () -> assertTrue(said.getLast().contains("was cancelled"), said.toString()),
            () -> assertTrue(said.stream().noneMatch(more -> more.startsWith("Held"))));
      }
    } finally {
      command.destroyForcibly();
    }
  }
}
