package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.ModelVersion;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a training is told, and what the version that answers had. */
@ExtendWith(Installations.class)
final class TrainAgainTest {

  private static final String MODEL = Installation.MODEL;

  private final Installation installation;

  TrainAgainTest(Installation installation) {
    this.installation = installation;
  }

  private Distribution.Ended train(Server server, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(
        List.of("train", "--model", MODEL, "--server", server.address()));
    arguments.addAll(List.of(more));
    return installation.run(arguments.toArray(String[]::new));
  }

  private static ModelVersion answering(Server server) {
    return server.client().versions(MODEL).filter(ModelVersion::active).findFirst().orElseThrow();
  }

  @Test
  void train_againAndAnew_keepsOptionsOrSaysWhatItDroppedAndTheWay() throws Exception {
    try (Server server = installation.serve()) {
      ModelVersion before = answering(server);
      Distribution.Ended again = train(server, "--again", "-o", "factors=4");
      ModelVersion kept = answering(server);
      Distribution.Ended anew = train(server);
      ModelVersion chosen = answering(server);
      assertAll(
          () -> assertEquals(0, again.exitCode(), again.text()),
          () -> assertEquals(before.plugin(), kept.plugin()),
          () -> assertEquals("256", kept.training().options().get("batch-size"), again.text()),
          () -> assertEquals("4", kept.training().options().get("factors"), again.text()),
          () -> assertFalse(again.text().contains("Chosen anew"), again.text()),
          () -> assertEquals(0, anew.exitCode(), anew.text()),
          () -> assertNotEquals("4", chosen.training().options().get("factors"), anew.text()),
          () -> assertTrue(
              anew.text().contains("Chosen anew: " + kept.name() + " had family mf."), anew.text()),
          () -> assertTrue(anew.text().contains("'lethe train --again' then keeps"), anew.text()));
    }
  }

  @Test
  void train_againWithAFamilyOrNoVersion_isRefusedWithTheWay() throws Exception {
    try (Server server = installation.serve()) {
      Distribution.Ended family = train(server, "--again", "--plugin", "mf");
      Distribution.Ended none = installation
          .run("train", "--again", "--model", "empty", "--server", server.address());
      assertAll(
          () -> assertEquals(2, family.exitCode(), family.text()),
          () -> assertTrue(family.text().contains("leave out --plugin"), family.text()),
          () -> assertEquals(1, none.exitCode(), none.text()),
          () -> assertTrue(none.text().contains("leave out --again"), none.text()));
    }
  }
}
