package io.lethe.engine.data;

import java.util.List;

/** Indices of versions that learned, for tests of other packages. */
public final class LearnedIndices {

  private LearnedIndices() {}

  /** With more items. */
  public static EntityIndex with(EntityIndex index, String... items) {
    return index.with(List.of(), List.of(items));
  }
}
