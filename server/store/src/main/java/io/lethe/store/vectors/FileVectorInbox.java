package io.lethe.store.vectors;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.vectors.NamedVectors;
import io.lethe.engine.vectors.VectorInbox;
import io.lethe.spi.ImportedVectors;
import io.lethe.spi.Tensor;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.disk.Shredder;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.format.IdList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Vectors that wait, each in a file of the data folder that its digest names: magic, format, shape, ids,
 * numbers. Files are overwritten when they go.
 */
public final class FileVectorInbox implements VectorInbox {

  private static final byte[] MAGIC = "LETHEVEC".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 1;
  private static final int CHUNK_FLOATS_MAX = 1 << 20;
  private static final int USER_BIASES = 1;
  private static final int ITEM_BIASES = 2;

  private final Path imports;

  /** The inbox of a data folder. */
  public FileVectorInbox(Path dataFolder) {
    this.imports = dataFolder.resolve("imports");
  }

  private Path folder(ModelName model) {
    return imports.resolve(model.value());
  }

  /**
   * Lays vectors down.
   *
   * @return their digest
   * @throws LetheException of kind {@code STORAGE_FULL} or {@code STORAGE_FAILED}
   */
  public String lay(ModelName model, NamedVectors vectors) {
    Path folder = folder(model);
    Path temporary = folder.resolve(".tmp-" + UUID.randomUUID());
    try {
      DurableFiles.createFolders(folder);
      FileDigest digest;
      try (FileOutput out = new FileOutput(temporary)) {
        write(out, vectors);
        digest = out.digest();
        out.sync();
      }
      DurableFiles.rename(temporary, folder.resolve(digest.sha256()));
      DurableFiles.syncFolder(folder);
      return digest.sha256();
    } catch (IOException failure) {
      LetheException failed = StorageFailures.of("vectors to bring in", failure);
      destroy(folder, List.of(temporary), failed::addSuppressed);
      throw failed;
    }
  }

  private static void write(FileOutput out, NamedVectors vectors) throws IOException {
    out.write(MAGIC);
    out.writeInt(FORMAT);
    out.writeInt(vectors.users().width());
    out.writeInt(vectors.userIds().size());
    out.writeInt(vectors.itemIds().size());
    out.writeInt(
        (vectors.userBiases().length > 0 ? USER_BIASES : 0)
            | (vectors.itemBiases().length > 0 ? ITEM_BIASES : 0));
    IdList.write(out, vectors.userIds());
    IdList.write(out, vectors.itemIds());
    for (Tensor tensor : List.of(vectors.users(), vectors.items())) {
      for (float[] chunk : tensor.chunks()) {
        out.write(chunk, chunk.length);
      }
    }
    out.write(vectors.userBiases(), vectors.userBiases().length);
    out.write(vectors.itemBiases(), vectors.itemBiases().length);
  }

  @Override
  public NamedVectors read(ModelName model, String digest) {
    try (FileInput in = new FileInput(folder(model).resolve(digest))) {
      NamedVectors vectors = read(in);
      if (!FileDigest.hex(in.sha256()).equals(digest)) {
        throw in.damaged("its SHA-256 is not its name");
      }
      return vectors;
    } catch (NoSuchFileException none) {
      throw VectorInbox.absent(digest);
    } catch (DamagedFileException | IllegalArgumentException damaged) {
      throw new LetheException(
          ErrorKind.OPTION_INVALID,
          "the vectors that option %s names are damaged: %s"
              .formatted(ImportedVectors.FILE, damaged.getMessage()),
          Map.of("option", ImportedVectors.FILE), damaged);
    } catch (IOException failure) {
      throw StorageFailures.of("vectors to bring in", failure);
    }
  }

  private static NamedVectors read(FileInput in) throws IOException, DamagedFileException {
    if (!Arrays.equals(in.readBytes(MAGIC.length), MAGIC) || in.readInt() != FORMAT) {
      throw in.damaged("it holds no vectors of format %d".formatted(FORMAT));
    }
    int width = in.readInt();
    int users = in.readInt();
    int items = in.readInt();
    int biases = in.readInt();
    if (width < 1 || users < 0 || items < 0) {
      throw in.damaged("%d users and %d items of width %d".formatted(users, items, width));
    }
    List<String> userIds = IdList.read(in, users);
    List<String> itemIds = IdList.read(in, items);
    Tensor ofUsers = tensor(in, "users", users, width);
    Tensor ofItems = tensor(in, "items", items, width);
    float[] userBiases = (biases & USER_BIASES) != 0 ? in.readFloats(users) : new float[0];
    float[] itemBiases = (biases & ITEM_BIASES) != 0 ? in.readFloats(items) : new float[0];
    if (in.remaining() != 0) {
      throw in.damaged("%d bytes follow the last number".formatted(in.remaining()));
    }
    return new NamedVectors(userIds, itemIds, ofUsers, ofItems, userBiases, itemBiases);
  }

  private static Tensor tensor(FileInput in, String name, int rows, int width)
      throws IOException, DamagedFileException {
    int rowsPerChunk = Math.max(1, CHUNK_FLOATS_MAX / width);
    List<float[]> chunks = new ArrayList<>();
    for (int row = 0; row < rows; row += rowsPerChunk) {
      chunks.add(in.readFloats(Math.min(rowsPerChunk, rows - row) * width));
    }
    return new Tensor(name, rows, width, chunks);
  }

  @Override
  public void discard(ModelName model, String digest) {
    Path folder = folder(model);
    destroy(folder, List.of(folder.resolve(digest)), FileVectorInbox::fail);
  }

  @Override
  public void clear(ModelName model) {
    Path folder = folder(model);
    try {
      destroy(folder, DurableFiles.children(folder), FileVectorInbox::fail);
    } catch (IOException failure) {
      throw StorageFailures.of("vectors to bring in", failure);
    }
  }

  /** Destroys everything, of all models. */
  public void clear() {
    try {
      for (Path model : DurableFiles.children(imports)) {
        destroy(imports, List.of(model), FileVectorInbox::fail);
      }
    } catch (IOException failure) {
      throw StorageFailures.of("vectors to bring in", failure);
    }
  }

  private static void fail(IOException failure) {
    throw StorageFailures.of("vectors to bring in", failure);
  }

  private static void destroy(Path folder, List<Path> files, Consumer<IOException> failed) {
    try {
      if (DurableFiles.isFolder(folder)) {
        Shredder.destroyIn(folder, files);
      }
    } catch (IOException failure) {
      failed.accept(failure);
    }
  }
}
