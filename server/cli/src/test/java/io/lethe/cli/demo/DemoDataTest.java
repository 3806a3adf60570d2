package io.lethe.cli.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.lethe.cli.options.InputOptionsMixin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo makes of a file is what {@code lethe import} makes of it. */
class DemoDataTest {

  private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");

  @TempDir private Path folder;

  @Test
  void of_fileWithTimes_keepsThem() throws IOException {
    Path file = Files.writeString(
        folder.resolve("ratings.csv"),
        "user,item,rating,timestamp\nann,tea,4,1262304000\nbob,tea,3,1262304001\n");
    DemoData data = DemoData.of(new InputOptionsMixin().read(file), file, NOW);
    assertArrayEquals(new long[]{1_262_304_000_000L, 1_262_304_001_000L}, data.rows().times());
  }
}
