package io.lethe.engine.catalog;

import io.lethe.engine.model.EntityIndex;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one filter admits, following the catalogue. Thread-safe. */
final class KeptAdmission {

  private final int items;
  private final FilterLanguage.Filter filter;
  private final boolean admitsUnlisted;
  private volatile @Nullable State last;

  /**
   * As of exactly one revision of a catalogue.
   *
   * @param of another catalogue of the same model comes after the model was deleted
   */
  private record State(ModelCatalog of, long revision, BitSet bits, Admission admission) {}

  KeptAdmission(int items, FilterLanguage.Filter filter) {
    this.items = items;
    this.filter = filter;
    this.admitsUnlisted = filter.passes(CatalogItem.UNLISTED);
  }

  int items() {
    return items;
  }

  /** As of a revision that is not older than the catalogue's when this is called. */
  Admission of(ModelCatalog catalog, EntityIndex index) {
    State state = last;
    return state != null && state.of() == catalog && state.revision() == catalog.revision()
        ? state.admission()
        : following(catalog, index);
  }

  private synchronized Admission following(ModelCatalog catalog, EntityIndex index) {
    State state = last;
    long known;
    BitSet bits;
    if (state != null && state.of() == catalog) {
      known = state.revision();
      bits = (BitSet) state.bits().clone();
    } else {
      // What changes while all items are looked at is looked at again below.
      known = catalog.revision();
      bits = all(catalog, index);
    }
    State next = catalog.still(() -> state(state, catalog, index, known, bits));
    last = next;
    return next.admission();
  }

  private BitSet all(ModelCatalog catalog, EntityIndex index) {
    BitSet bits = new BitSet(items);
    for (int item = 0; item < items; item++) {
      if (admits(catalog, index.itemId(item))) {
        bits.set(item);
      }
    }
    return bits;
  }

  /**
   * Brings bits up to the catalogue's revision; while it stands still. Answers that were made from the
   * same items stay as they are.
   */
  private State state(
      @Nullable State before, ModelCatalog catalog, EntityIndex index, long known, BitSet bits) {
    BitSet now = bits;
    Optional<ModelCatalog.Changes> changes = catalog.since(known);
    if (changes.isEmpty()) {
      now = all(catalog, index);
    } else {
      for (String id : changes.get().ids()) {
        int item = index.item(id);
        if (item != EntityIndex.UNKNOWN) {
          bits.set(item, admits(catalog, id));
        }
      }
    }
    long revision = catalog.revision();
    Admission admission = before != null && before.of() == catalog && before.bits().equals(now)
        ? before.admission()
        : Admission.of(now, items, revision);
    return new State(catalog, revision, now, admission);
  }

  private boolean admits(ModelCatalog catalog, String id) {
    CatalogItem entry = catalog.entry(id);
    return entry == null ? admitsUnlisted : entry.available() && filter.passes(entry);
  }
}
