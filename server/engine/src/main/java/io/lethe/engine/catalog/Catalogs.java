package io.lethe.engine.catalog;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionLedger;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.work.KeyedLocks;
import io.lethe.spi.items.FeatureRequest;
import io.lethe.spi.items.ItemFeatures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The catalogues of all models: on disk, and in memory for answers. What is answered after a change was
 * acknowledged knows it. A catalogue needs no model of its name. Changes of one model take turns.
 * Thread-safe.
 */
public final class Catalogs {

  private final CatalogLedger ledger;
  private final VersionLedger versions;
  private final int entriesMax;
  private final long bytesMax;
  private final Map<ModelName, ModelCatalog> catalogs = new ConcurrentHashMap<>();
  /** Of models that have none. */
  private final ModelCatalog nothing = new ModelCatalog();
  private final KeyedLocks<ModelName> locks = new KeyedLocks<>();

  /**
   * Over what a ledger keeps; empty until {@link #open}.
   *
   * @param bytesMax most bytes of memory of one catalogue, as {@link CatalogItem#bytes} counts
   */
  public Catalogs(CatalogLedger ledger, VersionLedger versions, long bytesMax) {
    this(ledger, versions, CatalogBounds.ENTRIES_MAX, bytesMax);
  }

  /** The same with a bound on the entries of a catalogue. */
  Catalogs(CatalogLedger ledger, VersionLedger versions, int entriesMax, long bytesMax) {
    this.ledger = ledger;
    this.versions = versions;
    this.entriesMax = entriesMax;
    this.bytesMax = bytesMax;
  }

  /** Reads all catalogues into memory. Once, before anything answers. O(entries). */
  public void open() {
    for (ModelName model : ledger.models()) {
      ModelCatalog catalog = new ModelCatalog();
      ledger.forEach(model, entry -> catalog.put(List.of(entry)));
      catalogs.put(model, catalog);
    }
  }

  /** How many items came into a catalogue, and how many have another entry now. */
  public record Update(int added, int replaced) {}

  /**
   * Puts entries in, all or none; of an item that is there several times the last one counts. Synced
   * when this returns. O(items).
   *
   * @param items 1 to {@value CatalogBounds#CHANGED_ITEMS_MAX}
   * @throws LetheException of kind {@code ITEMS_OUT_OF_RANGE}; {@code ARGUMENT_INVALID} (the catalogue
   *     would have more than {@value CatalogBounds#ENTRIES_MAX} entries, or take too much memory); {@code CONCURRENT_CHANGE}
   *     (the model is being deleted); {@code STORAGE_FULL}, {@code STORAGE_FAILED}
   */
  public Update update(ModelName model, List<CatalogItem> items) {
    return update(model, items, CatalogField.ALL);
  }

  /**
   * The same with some fields of the entries; the others stay as they are, or as those of an item without
   * an entry.
   */
  public Update update(ModelName model, List<CatalogItem> items, Set<CatalogField> fields) {
    CatalogBounds.checkItems("items", items.size(), 1, CatalogBounds.CHANGED_ITEMS_MAX);
    SequencedMap<String, CatalogItem> last = new LinkedHashMap<>();
    items.forEach(item -> last.put(item.id(), item));
    return locks.alone(model, () -> {
      versions.requireNotDeleted(model);
      ModelCatalog catalog = of(model);
      int replaced = (int) last.keySet().stream().filter(id -> catalog.entry(id) != null).count();
      int added = last.size() - replaced;
      last.replaceAll(
          (id, item) -> catalog.find(id).orElse(CatalogItem.unlisted(id)).with(item, fields));
      if (catalog.size() + added > entriesMax) {
        throw CatalogBounds.invalid(
            "items", "the catalogue of %s has %d entries, and %d more; up to %d are allowed"
                .formatted(model, catalog.size(), added, entriesMax));
      }
      requireBytes(model, catalog.bytes(), catalog.bytesWith(last.values()));
      ledger.put(model, List.copyOf(last.values()));
      catalogs.computeIfAbsent(model, absent -> new ModelCatalog()).put(last.values());
      return new Update(added, replaced);
    });
  }

  /** What makes a catalogue smaller is welcome, whatever its size. */
  private void requireBytes(ModelName model, long before, long after) {
    if (after > bytesMax && after > before) {
      throw CatalogBounds.invalid(
          "items",
          "the catalogue of %s takes %d bytes of memory and would take %d; up to %d are allowed"
              .formatted(model, before, after, bytesMax) + " (catalog.megabytes-max)");
    }
  }

  /**
   * Takes entries out; items without one are no error. Synced when this returns. The items count as
   * those that never had an entry.
   *
   * @param ids 1 to {@value CatalogBounds#CHANGED_ITEMS_MAX}
   * @return how many had one
   */
  public int delete(ModelName model, List<String> ids) {
    CatalogBounds.checkIds("items", ids, 1, CatalogBounds.CHANGED_ITEMS_MAX);
    return locks.alone(model, () -> {
      ModelCatalog catalog = of(model);
      List<String> distinct = ids.stream().distinct().toList();
      int known = (int) distinct.stream().filter(id -> catalog.entry(id) != null).count();
      // Also of those that memory does not know: a disk that failed may have some all the same.
      ledger.remove(model, distinct);
      catalog.remove(distinct);
      return known;
    });
  }

  /**
   * An item's entry.
   *
   * @throws LetheException of kind {@code ITEM_NOT_FOUND}
   */
  public CatalogItem get(ModelName model, String id) {
    ErasureTarget.checkId("item", id);
    return of(model).find(id)
        .orElseThrow(
            () -> new LetheException(
                ErrorKind.ITEM_NOT_FOUND,
                "the catalogue of model %s has no entry of the item".formatted(model),
                Map.of("model", model.value())));
  }

  /** Entries in the order in which their items came in, after a number; at most so many. */
  public List<CatalogLedger.Numbered> page(ModelName model, long after, int max) {
    return ledger.page(model, after, max);
  }

  /**
   * The features of items that a training is to see. O(items).
   *
   * @param ids of the items
   */
  public ItemFeatures features(ModelName model, FeatureRequest request, List<String> ids) {
    ModelCatalog catalog = of(model);
    return new CatalogFeatures(request, catalog::find).of(ids);
  }

  /**
   * Refuses a request that names what no entry of a catalogue has; of an empty one it names nothing
   * wrong. O(entries).
   *
   * @throws LetheException of kind {@code OPTION_INVALID}, with what there is
   */
  public void requireSources(ModelName model, FeatureRequest request) {
    Set<String> there = of(model).sources();
    for (String source : request.sources()) {
      if (!there.isEmpty() && !there.contains(source)) {
        throw new LetheException(
            ErrorKind.OPTION_INVALID,
            "features = %s is asked for, and no entry of the catalogue of %s has it; there are %s"
                .formatted(source, model, String.join(", ", there)),
            Map.of("option", "features"));
      }
    }
  }

  /** Whether a model's catalogue has entries. */
  public boolean has(ModelName model) {
    return of(model).size() > 0;
  }

  /** Takes out all of a model, which is being deleted. */
  public void drop(ModelName model) {
    locks.alone(model, () -> {
      ledger.delete(model);
      catalogs.remove(model);
    });
  }

  /** Whether a model has, or had since the start, an entry. */
  boolean knows(ModelName model) {
    return catalogs.containsKey(model);
  }

  ModelCatalog of(ModelName model) {
    return catalogs.getOrDefault(model, nothing);
  }
}
