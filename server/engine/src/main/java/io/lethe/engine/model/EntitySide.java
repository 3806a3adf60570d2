package io.lethe.engine.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One side of an {@link EntityIndex}. The dictionary is shared between versions; what was erased is
 * copied on write, and what came later stands in a dictionary of its own.
 */
final class EntitySide {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final Map<String, Integer> byId;
  private final List<String> ids;
  private final Map<String, Integer> laterById;
  private final List<String> later;
  private final int live;
  private final Numbering numbering;

  private EntitySide(
      Map<String, Integer> byId, List<String> ids, Map<String, Integer> laterById,
      List<String> later, int live, Numbering numbering) {
    this.byId = byId;
    this.ids = ids;
    this.laterById = laterById;
    this.later = later;
    this.live = live;
    this.numbering = numbering;
  }

  static EntitySide of(String side, List<String> ids) {
    Map<String, Integer> byId = HashMap.newHashMap(ids.size());
    for (int k = 0; k < ids.size(); k++) {
      if (!ids.get(k).isEmpty() && byId.put(ids.get(k), k) != null) {
        throw new IllegalArgumentException(side + " " + k + " has the id of an earlier one");
      }
    }
    return new EntitySide(byId, ids, Map.of(), List.of(), byId.size(), Numbering.of(ids.size()));
  }

  int index(String id) {
    Integer index = laterById.get(id);
    if (index == null) {
      index = byId.get(id);
    }
    return index == null || id(index).isEmpty() ? EntityIndex.UNKNOWN : index;
  }

  String id(int index) {
    return index < ids.size() ? ids.get(index) : later.get(index - ids.size());
  }

  int size() {
    return ids.size() + later.size();
  }

  /** O(ids) if some came later. */
  List<String> ids() {
    if (later.isEmpty()) {
      return ids;
    }
    List<String> all = new ArrayList<>(ids);
    all.addAll(later);
    return all;
  }

  /** The same object for sides that number alike. */
  Numbering numbering() {
    return numbering;
  }

  /**
   * With more ids, which get the next numbers. O(ids that came later).
   *
   * @param more distinct, none of them known
   */
  EntitySide with(List<String> more) {
    if (more.isEmpty()) {
      return this;
    }
    Map<String, Integer> moreById = new HashMap<>(laterById);
    List<String> longer = new ArrayList<>(later);
    for (String id : more) {
      moreById.put(id, ids.size() + longer.size());
      longer.add(id);
    }
    return new EntitySide(
        byId, ids, moreById, longer, live + more.size(), numbering.grown(more.size()));
  }

  int live() {
    return live;
  }

  EntitySide without(int[] erased) {
    if (erased.length == 0) {
      return this;
    }
    List<String> left = new ArrayList<>(ids());
    int gone = 0;
    for (int index : erased) {
      gone += left.set(index, "").isEmpty() ? 0 : 1;
    }
    Map<String, Integer> known = new HashMap<>(laterById.isEmpty() ? Map.of() : byId);
    known.putAll(laterById);
    return new EntitySide(
        laterById.isEmpty() ? byId : known, List.copyOf(left), Map.of(), List.of(), live - gone,
        numbering);
  }

  int[] erased() {
    int[] erased = new int[size() - live];
    int next = 0;
    for (int k = 0; next < erased.length; k++) {
      if (id(k).isEmpty()) {
        erased[next++] = k;
      }
    }
    return erased;
  }

  static long[] keys(List<String> ids) {
    return ids.stream().mapToLong(EntitySide::key).toArray();
  }

  /** FNV-1a over the UTF-8 bytes, then the finalizer of SplitMix64; 0 for an erased entity. */
  private static long key(String id) {
    if (id.isEmpty()) {
      return 0;
    }
    long hash = FNV_OFFSET;
    for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return Mixing.mix(hash);
  }
}
