package io.lethe.store.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.vectors.NamedVectors;
import io.lethe.spi.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileVectorInboxTest {

  private static final ModelName MOVIES = new ModelName("movies");
  private static final NamedVectors VECTORS = new NamedVectors(
      List.of("ann", "bob", "ünal"), List.of("tea", "rye"),
      new Tensor("users", 3, 2, List.of(new float[]{1, 2, 3, 4}, new float[]{5, 6})),
      new Tensor("items", 2, 2, List.of(new float[]{-1, 0.5f, 2, 0})), new float[0],
      new float[]{7, 8});

  @TempDir private Path data;

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("imports"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void vectors_comeBackByTheirDigest_andAreGoneWhenDiscarded() throws IOException {
    FileVectorInbox inbox = new FileVectorInbox(data);
    String digest = inbox.lay(MOVIES, VECTORS);
    NamedVectors read = inbox.read(MOVIES, digest);
    assertEquals(VECTORS.userIds(), read.userIds());
    assertEquals(VECTORS.itemIds(), read.itemIds());
    assertArrayEquals(new float[]{1, 2, 3, 4, 5, 6}, read.users().chunks().getFirst());
    assertArrayEquals(new float[]{-1, 0.5f, 2, 0}, read.items().chunks().getFirst());
    assertEquals(0, read.userBiases().length);
    assertArrayEquals(new float[]{7, 8}, read.itemBiases());
    inbox.discard(MOVIES, digest);
    inbox.discard(MOVIES, digest);
    assertEquals(List.of(), files());
    LetheException gone = assertThrows(LetheException.class, () -> inbox.read(MOVIES, digest));
    assertEquals(ErrorKind.OPTION_INVALID, gone.kind());
  }

  @Test
  void everyChangedByte_isRefused() throws IOException {
    FileVectorInbox inbox = new FileVectorInbox(data);
    String digest = inbox.lay(MOVIES, VECTORS);
    Path file = data.resolve("imports").resolve("movies").resolve(digest);
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file, changed);
      LetheException refused = assertThrows(LetheException.class, () -> inbox.read(MOVIES, digest));
      assertTrue(String.valueOf(refused.getMessage()).contains("damaged"), refused::toString);
    }
  }

  @Test
  void clear_leavesNothing_andNeedsNoFolder() throws IOException {
    FileVectorInbox inbox = new FileVectorInbox(data);
    inbox.clear();
    String _ = inbox.lay(MOVIES, VECTORS);
    cutShort("movies");
    inbox.clear();
    assertEquals(List.of(), files());
  }

  private void cutShort(String model) throws IOException {
    Files.writeString(data.resolve("imports").resolve(model).resolve(".tmp-cut-short"), "half");
  }

  @Test
  void clearOfAModel_leavesTheOthers() throws IOException {
    FileVectorInbox inbox = new FileVectorInbox(data);
    inbox.clear(MOVIES);
    String _ = inbox.lay(MOVIES, VECTORS);
    String kept = inbox.lay(new ModelName("songs"), VECTORS);
    cutShort("movies");
    inbox.clear(MOVIES);
    assertEquals(List.of(data.resolve("imports").resolve("songs").resolve(kept)), files());
  }
}
