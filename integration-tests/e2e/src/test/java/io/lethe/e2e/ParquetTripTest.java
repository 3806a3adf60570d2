package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A Parquet file that polars wrote, through the launcher: without a server, and into one. */
@ExtendWith(Installations.class)
final class ParquetTripTest {

  private static final Path FILES = Path.of(
      "..", "..", "server", "store", "src", "test", "resources", "io", "lethe", "store", "input",
      "parquet");

  private final Installation installation;

  ParquetTripTest(Installation installation) {
    this.installation = installation;
  }

  private Distribution.Ended run(String command, String file, String... more) throws Exception {
    String[] arguments = new String[2 + more.length];
    arguments[0] = command;
    arguments[1] = FILES.resolve(file).toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return installation.run(arguments);
  }

  @Test
  void importAndAppend_parquet_asTextWithTheSameRows() throws Exception {
    Distribution.Ended imported = run("import", "same-polars.parquet", "--model", "shop");
    Distribution.Ended text = run("import", "ratings.csv", "--model", "shop");
    Distribution.Ended damaged = run(
        "import", "make_fixtures.py", "--model", "shop", "--format", "parquet");
    assertAll(
        () -> assertEquals(0, imported.exitCode(), imported.text()),
        () -> assertTrue(
            imported.text().contains("Imported 60 new interactions for model shop"),
            imported.text()),
        () -> assertTrue(
            text.text()
                .contains("Imported 0 new interactions for model shop, left 60 as they were"),
            text.text()),
        () -> assertEquals(1, damaged.exitCode(), damaged.text()));
    try (Server server = installation.serve()) {
      Distribution.Ended appended = run(
          "append", "same-zstd-pages-2.parquet", "--model", "shelf", "--server", server.address());
      assertAll(
          () -> assertEquals(0, appended.exitCode(), appended.text()),
          () -> assertTrue(
              appended.text().contains("The server took in 60 new interactions for model shelf"),
              appended.text()));
    }
  }

  @Test
  void distribution_servers_haveNoParquetLibrary() throws Exception {
    Path lib = Path.of(System.getProperty("lethe.distribution", ""), "lib");
    try (var jars = Files.list(lib)) {
      assertFalse(jars.anyMatch(jar -> jar.getFileName().toString().startsWith("hardwood")));
    }
    try (var jars = Files.list(lib.resolve("parquet"))) {
      assertEquals(3, jars.count());
    }
  }
}
