package io.lethe.fuzz;

import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FileOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;

/** A folder of a fuzz target's own, and bytes as files in it. */
public final class Scratch {

  private final Path folder = LentFolder.make();

  public Path folder() {
    return folder;
  }

  /** What reads a file. */
  public interface Reader<T> {
    T read(FileInput in) throws IOException, DamagedFileException;
  }

  /** What writes a file. */
  public interface Writer {
    void write(FileOutput out) throws IOException;
  }

  /** Reads bytes as if they were a file of that name. */
  public <T> T read(String name, byte[] bytes, Reader<T> reader)
      throws IOException, DamagedFileException {
    Path file = folder.resolve(name);
    Files.write(file, bytes);
    try (FileInput in = new FileInput(file)) {
      return reader.read(in);
    }
  }

  /** What a writer writes. */
  public byte[] written(Writer writer) {
    Path file = folder.resolve("written");
    try {
      Files.deleteIfExists(file);
      try (FileOutput out = new FileOutput(file)) {
        writer.write(out);
        out.sync();
      }
      return Files.readAllBytes(file);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Bytes and their SHA-256, so that a parser that checks it is not left at its door. */
  public static byte[] sealed(byte[] covered) {
    MessageDigest digest = FileDigest.newSha256();
    byte[] seal = digest.digest(covered);
    byte[] sealed = Arrays.copyOf(covered, covered.length + seal.length);
    System.arraycopy(seal, 0, sealed, covered.length, seal.length);
    return sealed;
  }

  /** A sealed file without its seal. */
  public static byte[] unsealed(byte[] sealed) {
    return Arrays.copyOf(sealed, sealed.length - FileDigest.SHA256_BYTES);
  }
}
