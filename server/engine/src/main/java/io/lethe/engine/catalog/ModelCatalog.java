package io.lethe.engine.catalog;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One model's catalogue in memory, and what changed in it lately, so that what was made from it follows
 * in O(changes). Thread-safe.
 */
final class ModelCatalog {

  /** Changes that are remembered; a reader further behind starts anew. A power of two. */
  static final int CHANGES_MAX = 1 << 16;

  private final Map<String, CatalogItem> items = new ConcurrentHashMap<>();
  /** The item of each of the last changes, the change of revision r at r modulo length. */
  private final @Nullable String[] changed = new @Nullable String[CHANGES_MAX];
  private volatile long revision;
  /** What the entries take; under this monitor. */
  private volatile long bytes;

  /** Grows with every change, and only after the change can be seen. */
  long revision() {
    return revision;
  }

  int size() {
    return items.size();
  }

  Optional<CatalogItem> find(String id) {
    return Optional.ofNullable(items.get(id));
  }

  /** What features may be made of: categories and attributes that some entry has, in order. O(entries). */
  Set<String> sources() {
    Set<String> sources = new TreeSet<>();
    items.values().forEach(entry -> sources.addAll(CatalogFeatures.sources(entry)));
    return sources;
  }

  /** As {@link #find}, for those who ask a million times. */
  @Nullable
  CatalogItem entry(String id) {
    return items.get(id);
  }

  synchronized void put(Collection<CatalogItem> entries) {
    for (CatalogItem entry : entries) {
      bytes += entry.bytes() - bytes(items.put(entry.id(), entry));
    }
    entries.forEach(entry -> note(entry.id()));
  }

  synchronized void remove(Collection<String> ids) {
    for (String id : ids) {
      bytes -= bytes(items.remove(id));
    }
    ids.forEach(this::note);
  }

  private static long bytes(@Nullable CatalogItem entry) {
    return entry == null ? 0 : entry.bytes();
  }

  /** What the entries take in memory, as {@link CatalogItem#bytes} counts. */
  long bytes() {
    return bytes;
  }

  /** What they would take with others in the place of their items' entries. O(others). */
  long bytesWith(Collection<CatalogItem> others) {
    return bytes
        + others.stream().mapToLong(other -> other.bytes() - bytes(items.get(other.id()))).sum();
  }

  private void note(String id) {
    long next = revision + 1;
    changed[(int) (next & (CHANGES_MAX - 1))] = id;
    revision = next;
  }

  /** Does something while nothing changes; short. */
  synchronized <T> T still(Supplier<T> work) {
    return work.get();
  }

  /** Items that changed after one revision, up to another. */
  record Changes(long revision, String[] ids) {}

  /** Whether what changed since a revision can be told. */
  boolean remembers(long known) {
    return revision - known <= CHANGES_MAX;
  }

  /** What changed since a revision; empty if that is too long ago to tell. */
  synchronized Optional<Changes> since(long known) {
    int count = (int) Math.min(revision - known, CHANGES_MAX + 1L);
    if (count > CHANGES_MAX) {
      return Optional.empty();
    }
    String[] ids = new String[count];
    for (int k = 0; k < count; k++) {
      ids[k] = Objects.requireNonNull(changed[(int) ((known + 1 + k) & (CHANGES_MAX - 1))]);
    }
    return Optional.of(new Changes(revision, Arrays.stream(ids).distinct().toArray(String[]::new)));
  }
}
