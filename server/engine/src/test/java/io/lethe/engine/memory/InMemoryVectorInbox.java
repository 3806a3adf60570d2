package io.lethe.engine.memory;

import io.lethe.engine.vectors.NamedVectors;
import io.lethe.engine.vectors.VectorInbox;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Vectors that wait in memory, by whatever digest a test gives them. */
public final class InMemoryVectorInbox implements VectorInbox {

  private final Map<String, NamedVectors> waiting = new ConcurrentHashMap<>();

  /** Lays some down. */
  public void lay(String digest, NamedVectors vectors) {
    waiting.put(digest, vectors);
  }

  /** How many wait. */
  public int size() {
    return waiting.size();
  }

  @Override
  public NamedVectors read(String digest) {
    NamedVectors vectors = waiting.get(digest);
    if (vectors == null) {
      throw VectorInbox.absent(digest);
    }
    return vectors;
  }

  @Override
  public void discard(String digest) {
    waiting.remove(digest);
  }
}
