package io.lethe.engine.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.model.ModelName;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Which items answers may hold: those that are available and pass a filter. What was found of a filter
 * is kept and follows the catalogue; versions that number their items alike share it, and those that
 * learned go on from it. Thread-safe.
 */
public final class Admissions {

  /** Most bytes kept for the numberings of one training's items, so for 30 filters over a million items. */
  private static final long KEPT_BYTES_MAX = 128L << 20;
  /** A bit and, at most, a number for each item. */
  private static final long ITEM_BITS = 1 + Integer.SIZE;
  private static final long FILTERS_MAX = 1_000;
  /** About what a filter's program takes. */
  private static final long PROGRAM_BYTES = 1 << 16;

  private final Catalogs catalogs;
  private final FilterLanguage language;
  private final FirstLooks looks;
  private final Cache<String, FilterLanguage.Filter> filters;
  /** By the identity of lineages: one that no version has any more goes with it. */
  private final Cache<Object, Cache<String, KeptAdmission>> kept;

  /**
   * Over catalogues.
   *
   * @param looks where filters that are new look at all items
   */
  public Admissions(
      Catalogs catalogs, FilterLanguage language, Executor looks, LongSupplier nanoClock) {
    this(catalogs, language, new FirstLooks(looks, FirstLooks.Waits.defaults(), nanoClock));
  }

  Admissions(Catalogs catalogs, FilterLanguage language, FirstLooks looks) {
    this.catalogs = catalogs;
    this.language = language;
    this.looks = looks;
    this.filters = Caffeine.newBuilder().maximumSize(FILTERS_MAX).executor(Runnable::run).build();
    this.kept = Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();
  }

  /**
   * The items of a version that an answer may hold. O(1) for a filter that was asked for before, and
   * O(changes of the catalogue since); else a look at each item, elsewhere, for which callers wait a
   * bounded time.
   *
   * @throws io.lethe.engine.LetheException of kind {@code ARGUMENT_INVALID} for a filter that is none;
   *     {@code OVERLOADED} if the look at each item is not over in time
   */
  public Admission of(ModelName model, EntityIndex index, Narrowing narrowing) {
    Admission admission = of(model, index, narrowing.filter());
    return narrowing.allowItems().isEmpty()
        ? admission
        : admission.only(
            narrowing.allowItems()
                .stream()
                .mapToInt(index::item)
                .filter(item -> item != EntityIndex.UNKNOWN)
                .sorted()
                .distinct()
                .toArray());
  }

  private Admission of(ModelName model, EntityIndex index, String filter) {
    Optional<FilterLanguage.Filter> read = filter.isEmpty()
        ? Optional.empty()
        : Optional.of(filters.get(filter, language::read));
    if (read.isEmpty() && !catalogs.knows(model)) {
      return Admission.ALL;
    }
    return kept.get(index.itemNumbering().lineage(), absent -> perFilter())
        .get(filter, absent -> new KeptAdmission(index.itemCount(), read.orElse(item -> true)))
        .of(catalogs.of(model), index, looks(model, index, filter));
  }

  /**
   * Without a filter a look is a look-up, tens of milliseconds for a million, and every answer after a
   * training needs it: those calls wait for it, and none is turned away.
   */
  private KeptAdmission.Looks looks(ModelName model, EntityIndex index, String filter) {
    return filter.isEmpty()
        ? (done, look) -> look.run()
        : (done, look) -> looks.take(model, index.itemCount(), done, look);
  }

  private static Cache<String, KeptAdmission> perFilter() {
    return Caffeine.newBuilder()
        .maximumWeight(KEPT_BYTES_MAX)
        .weigher(
            (String filter, KeptAdmission admission) -> Math.toIntExact(
                PROGRAM_BYTES + filter.length() + admission.items() * ITEM_BITS / Byte.SIZE))
        .executor(Runnable::run)
        .build();
  }
}
