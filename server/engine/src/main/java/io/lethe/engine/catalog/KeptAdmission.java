package io.lethe.engine.catalog;

import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.Numbering;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one filter admits, following the catalogue and versions that learn new items. Thread-safe.
 */
final class KeptAdmission {

  /** So many changes at most are looked at while the catalogue stands still, unless it never rests. */
  private static final long CHANGES_LEFT = 256;
  private static final int ROUNDS_MAX = 16;
  /** So many new items are looked at where a call is answered, about 10 ms. */
  private static final int NEW_ITEMS_MAX = 4_096;

  private final int items;
  private final FilterLanguage.Filter filter;
  private final boolean admitsUnlisted;
  private volatile @Nullable State last;

  /**
   * As of exactly one revision of a catalogue and one numbering.
   *
   * @param of another catalogue of the same model comes after the model was deleted
   */
  private record State(
      ModelCatalog of, Numbering numbering, long revision, BitSet bits, Admission admission) {

    boolean isOf(ModelCatalog catalog, EntityIndex index) {
      return of == catalog && numbering == index.itemNumbering();
    }
  }

  KeptAdmission(int items, FilterLanguage.Filter filter) {
    this.items = items;
    this.filter = filter;
    this.admitsUnlisted = filter.passes(CatalogItem.UNLISTED);
  }

  /** How many there were at the first call. */
  int items() {
    return items;
  }

  /** Where a look at all items is taken. */
  @FunctionalInterface
  interface Looks {

    /** Returns once it is over, or throws. */
    void take(BooleanSupplier done, Runnable look);
  }

  /** As of a revision that is not older than the catalogue's when this is called. */
  Admission of(ModelCatalog catalog, EntityIndex index, Looks looks) {
    State state = last;
    if (state != null && state.isOf(catalog, index) && state.revision() == catalog.revision()) {
      return state.admission();
    }
    if (!follows(catalog, index)) {
      looks.take(() -> follows(catalog, index), () -> following(catalog, index));
    }
    return following(catalog, index);
  }

  /** Whether what changed since the last time is known: then few items are looked at. */
  private boolean follows(ModelCatalog catalog, EntityIndex index) {
    State state = last;
    return state != null && state.of() == catalog && catalog.remembers(state.revision())
        && index.itemCount() - state.numbering().sharedWith(index.itemNumbering()) <= NEW_ITEMS_MAX;
  }

  /** Catches up while the catalogue goes on, but for the last few changes. */
  private synchronized Admission following(ModelCatalog catalog, EntityIndex index) {
    Draft draft = new Draft(catalog, index);
    for (int round = 0; round < ROUNDS_MAX && draft.behind() > CHANGES_LEFT; round++) {
      draft.catchUp();
    }
    State next = catalog.still(draft::finished);
    last = next;
    return next.admission();
  }

  /** Bits on their way to a revision. Confined. */
  private final class Draft {

    private final ModelCatalog catalog;
    private final EntityIndex index;
    private final @Nullable State before;
    private long known;
    private BitSet bits;

    Draft(ModelCatalog catalog, EntityIndex index) {
      State state = last;
      this.catalog = catalog;
      this.index = index;
      this.before = state != null && state.of() == catalog ? state : null;
      if (before == null) {
        // What changes while all items are looked at is looked at again.
        this.known = catalog.revision();
        this.bits = looked(0);
      } else {
        int shared = before.numbering().sharedWith(index.itemNumbering());
        this.known = before.revision();
        this.bits = looked(shared);
        this.bits.or(before.bits().get(0, shared));
      }
    }

    long behind() {
      return catalog.revision() - known;
    }

    /** Looks at what changed; at all items if that is too long ago to tell. */
    void catchUp() {
      Optional<ModelCatalog.Changes> changes = catalog.since(known);
      if (changes.isEmpty()) {
        known = catalog.revision();
        bits = looked(0);
        return;
      }
      for (String id : changes.get().ids()) {
        int item = index.item(id);
        if (item != EntityIndex.UNKNOWN) {
          bits.set(item, admits(catalog, id));
        }
      }
      known = changes.get().revision();
    }

    /**
     * While the catalogue stands still. Answers that were made from the same items stay as they are.
     */
    State finished() {
      catchUp();
      Admission admission = before != null && before.isOf(catalog, index)
          && before.bits().equals(bits)
              ? before.admission()
              : Admission.of(bits, index.itemCount(), known);
      return new State(catalog, index.itemNumbering(), known, bits, admission);
    }

    /** From a number on. */
    private BitSet looked(int first) {
      BitSet admitted = new BitSet(index.itemCount());
      for (int item = first; item < index.itemCount(); item++) {
        if (admits(catalog, index.itemId(item))) {
          admitted.set(item);
        }
      }
      return admitted;
    }
  }

  private boolean admits(ModelCatalog catalog, String id) {
    CatalogItem entry = catalog.entry(id);
    return entry == null ? admitsUnlisted : entry.available() && filter.passes(entry);
  }
}
