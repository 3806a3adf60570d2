package io.lethe.engine.vectors;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import io.lethe.spi.ImportedVectors;
import java.util.Map;

/**
 * Where a model's vectors wait until a version is made of them; not longer. What waits when an erasure of
 * the model completes is destroyed with it, as it may hold what is erased; whoever laid it down does so
 * again. Safe for concurrent use.
 */
public interface VectorInbox {

  /**
   * Reads vectors.
   *
   * @param digest their SHA-256, 64 lower-case hexadecimal digits
   * @throws LetheException of kind {@code OPTION_INVALID} if there are none of that digest, or their
   *     bytes have another; {@code STORAGE_FAILED}
   */
  NamedVectors read(ModelName model, String digest);

  /** Destroys vectors; none of that digest are no error. */
  void discard(ModelName model, String digest);

  /**
   * Destroys all that waits for a model, and what importers that died have left.
   *
   * @throws LetheException of kind {@code STORAGE_FAILED}
   */
  void clear(ModelName model);

  /** Nothing is ever in it. */
  static VectorInbox empty() {
    return new VectorInbox() {
      @Override
      public NamedVectors read(ModelName model, String digest) {
        throw absent(digest);
      }

      @Override
      public void discard(ModelName model, String digest) {}

      @Override
      public void clear(ModelName model) {}
    };
  }

  /** What is said where there are none. */
  static LetheException absent(String digest) {
    return new LetheException(
        ErrorKind.OPTION_INVALID,
        ("option %s = %s names no vectors that wait in this server's data folder; 'lethe import-model'"
            + " lays them down and begins the import").formatted(ImportedVectors.FILE, digest),
        Map.of("option", ImportedVectors.FILE));
  }
}
