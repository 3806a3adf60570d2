package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.Model;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A model that was imported and not trained: state, refusal and advice say the same. */
@ExtendWith(Installations.class)
final class UntrainedModelTest {

  private final Installation installation;

  UntrainedModelTest(Installation installation) {
    this.installation = installation;
  }

  @Test
  void importedAndNotTrained_listAndCall_agreeAndNameTheCommand(@TempDir Path folder)
      throws Exception {
    Path ratings = Files.writeString(folder.resolve("r.csv"), "user,item\nann,tea\nbob,cup\n");
    Distribution.Ended imported = installation.run("import", ratings.toString(), "--model", "shop");
    assertEquals(0, imported.exitCode(), imported.text());
    try (Server server = installation.serve()) {
      String address = server.channel().authority();
      Distribution.Ended list = installation.run("models", "--server", address);
      Distribution.Ended call = installation
          .run("recommend", "ann", "--model", "shop", "--server", address);
      Distribution.Ended unknown = installation
          .run("recommend", "ann", "--model", "shoe", "--server", address);
      assertAll(
          () -> assertEquals(Model.State.UNTRAINED, server.client().model("shop").state()),
          () -> assertTrue(list.text().contains("lethe train --model shop"), list.text()),
          () -> assertEquals(4, call.exitCode(), call.text()),
          () -> assertTrue(
              call.text()
                  .contains(
                      "model shop has interactions and was never trained: "
                          + "lethe train --model shop (MODEL_NOT_READY)"),
              call.text()),
          () -> assertTrue(unknown.text().contains("(MODEL_NOT_FOUND)"), unknown.text()));
    }
  }
}
