package io.lethe.engine.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One side of an {@link EntityIndex}. The dictionary is shared between versions; what was erased is
 * copied on write.
 */
final class EntitySide {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final Map<String, Integer> byId;
  private final List<String> ids;
  private final int live;

  private EntitySide(Map<String, Integer> byId, List<String> ids, int live) {
    this.byId = byId;
    this.ids = ids;
    this.live = live;
  }

  static EntitySide of(String side, List<String> ids) {
    Map<String, Integer> byId = HashMap.newHashMap(ids.size());
    for (int k = 0; k < ids.size(); k++) {
      if (!ids.get(k).isEmpty() && byId.put(ids.get(k), k) != null) {
        throw new IllegalArgumentException(side + " " + k + " has the id of an earlier one");
      }
    }
    return new EntitySide(byId, ids, byId.size());
  }

  int index(String id) {
    int index = byId.getOrDefault(id, EntityIndex.UNKNOWN);
    return index < 0 || ids.get(index).isEmpty() ? EntityIndex.UNKNOWN : index;
  }

  String id(int index) {
    return ids.get(index);
  }

  List<String> ids() {
    return ids;
  }

  int live() {
    return live;
  }

  EntitySide without(int[] erased) {
    if (erased.length == 0) {
      return this;
    }
    List<String> left = new ArrayList<>(ids);
    int gone = 0;
    for (int index : erased) {
      gone += left.set(index, "").isEmpty() ? 0 : 1;
    }
    return new EntitySide(byId, List.copyOf(left), live - gone);
  }

  int[] erased() {
    int[] erased = new int[ids.size() - live];
    int next = 0;
    for (int k = 0; next < erased.length; k++) {
      if (ids.get(k).isEmpty()) {
        erased[next++] = k;
      }
    }
    return erased;
  }

  long[] keys() {
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
