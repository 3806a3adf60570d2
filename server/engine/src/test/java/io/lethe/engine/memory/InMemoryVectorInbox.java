package io.lethe.engine.memory;

import io.lethe.engine.model.ModelName;
import io.lethe.engine.vectors.NamedVectors;
import io.lethe.engine.vectors.VectorInbox;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Vectors that wait in memory, by whatever digest a test gives them. */
public final class InMemoryVectorInbox implements VectorInbox {

  private final Map<Place, NamedVectors> waiting = new ConcurrentHashMap<>();

  private record Place(ModelName model, String digest) {}

  /** Lays some down. */
  public void lay(ModelName model, String digest, NamedVectors vectors) {
    waiting.put(new Place(model, digest), vectors);
  }

  /** How many wait. */
  public int size() {
    return waiting.size();
  }

  @Override
  public NamedVectors read(ModelName model, String digest) {
    NamedVectors vectors = waiting.get(new Place(model, digest));
    if (vectors == null) {
      throw VectorInbox.absent(digest);
    }
    return vectors;
  }

  @Override
  public void discard(ModelName model, String digest) {
    waiting.remove(new Place(model, digest));
  }

  @Override
  public void clear(ModelName model) {
    waiting.keySet().removeIf(place -> place.model().equals(model));
  }
}
