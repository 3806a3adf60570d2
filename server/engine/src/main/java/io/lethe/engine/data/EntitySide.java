package io.lethe.engine.data;

import io.lethe.engine.change.Moved;
import io.lethe.engine.ids.PagedIds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One side of an {@link EntityIndex}. Ids are in pages, dictionaries are shared between versions; what
 * came later stands in a dictionary of its own. An id that was erased stays in its dictionary, and is
 * unknown all the same: the page has none at its number.
 */
final class EntitySide {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final Map<String, Integer> byId;
  private final Map<String, Integer> laterById;
  private final PagedIds ids;
  private final int[] erased;
  private final Numbering numbering;

  private EntitySide(
      Map<String, Integer> byId, Map<String, Integer> laterById, PagedIds ids, int[] erased,
      Numbering numbering) {
    this.byId = byId;
    this.laterById = laterById;
    this.ids = ids;
    this.erased = erased;
    this.numbering = numbering;
  }

  static EntitySide of(String side, List<String> ids) {
    PagedIds paged = PagedIds.of(ids);
    Map<String, Integer> byId = HashMap.newHashMap(paged.size());
    IntStream.Builder erased = IntStream.builder();
    for (int k = 0; k < paged.size(); k++) {
      if (paged.get(k).isEmpty()) {
        erased.add(k);
      } else if (byId.put(paged.get(k), k) != null) {
        throw new IllegalArgumentException(side + " " + k + " has the id of an earlier one");
      }
    }
    return new EntitySide(
        byId, Map.of(), paged, erased.build().toArray(), Numbering.of(paged.size()));
  }

  int index(String id) {
    Integer index = laterById.get(id);
    if (index == null) {
      index = byId.get(id);
    }
    return index == null || id(index).isEmpty() ? EntityIndex.UNKNOWN : index;
  }

  String id(int index) {
    return ids.get(index);
  }

  int size() {
    return ids.size();
  }

  PagedIds ids() {
    return ids;
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
    for (int k = 0; k < more.size(); k++) {
      moreById.put(more.get(k), size() + k);
    }
    return new EntitySide(byId, moreById, ids.with(more), erased, numbering.grown(more.size()));
  }

  int live() {
    return size() - erased.length;
  }

  /** O(erased so far, and the pages of those that go). */
  EntitySide without(int[] gone) {
    return gone.length == 0
        ? this
        : new EntitySide(
            byId, laterById, ids.without(gone),
            Moved.union(erased, Arrays.stream(gone).sorted().distinct().toArray()), numbering);
  }

  /** Ascending; shared, only read. */
  int[] erased() {
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
