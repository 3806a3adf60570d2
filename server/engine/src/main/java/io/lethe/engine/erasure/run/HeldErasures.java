package io.lethe.engine.erasure.run;

import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ContainmentList;
import io.lethe.engine.subject.ErasureTarget;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A model's erasures that wait for an approval, contained without a position. Confined. */
final class HeldErasures {

  private final ModelName model;
  private final ContainmentList containments;
  private final Map<ErasureId, Held> held = new HashMap<>();

  private record Held(PendingErasure erasure, long key) {}

  HeldErasures(ModelName model, ContainmentList containments) {
    this.model = model;
    this.containments = containments;
  }

  int size() {
    return held.size();
  }

  /** Contains a target in every version; gives the key for {@link #add}. */
  long contain(ErasureTarget target) {
    return containments.containUnplaced(model, target);
  }

  void add(PendingErasure erasure, long key) {
    held.put(erasure.id(), new Held(erasure, key));
  }

  /** Contains it by the position it has now; empty if it does not wait here. */
  Optional<PendingErasure> place(ErasureId id, long position) {
    Held was = held.remove(id);
    if (was == null) {
      return Optional.empty();
    }
    containments.place(model, was.key(), position, was.erasure().target());
    return Optional.of(was.erasure());
  }

  /** Contains it no longer; empty if it does not wait here. */
  Optional<PendingErasure> free(ErasureId id) {
    Held was = held.remove(id);
    if (was == null) {
      return Optional.empty();
    }
    containments.free(model, was.key());
    return Optional.of(was.erasure());
  }
}
