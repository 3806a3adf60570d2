package io.lethe.engine.memory;

import io.lethe.engine.catalog.CatalogItem;
import io.lethe.engine.catalog.CatalogLedger;
import io.lethe.engine.model.ModelName;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Catalogues in memory, on the disk of a ledger. */
final class InMemoryCatalog implements CatalogLedger {

  private final LedgerState state;
  private final FaultPlan faults;

  InMemoryCatalog(LedgerState state, FaultPlan faults) {
    this.state = state;
    this.faults = faults;
  }

  private <T> T read(String name, Supplier<T> work) {
    return faults.read(name, () -> {
      synchronized (state) {
        return work.get();
      }
    });
  }

  private void change(String name, Runnable work) {
    var _ = faults.change(name, () -> {
      synchronized (state) {
        work.run();
        return name;
      }
    });
  }

  @Override
  public void put(ModelName model, List<CatalogItem> items) {
    change("catalog.put", () -> {
      var entries = state.catalogs.computeIfAbsent(model, absent -> new TreeMap<>());
      for (CatalogItem item : items) {
        Numbered before = entries.get(item.id());
        long number = before == null ? ++state.catalogNumber : before.number();
        entries.put(item.id(), new Numbered(number, item));
      }
    });
  }

  @Override
  public void remove(ModelName model, List<String> ids) {
    change("catalog.remove", () -> {
      var entries = state.catalogs.getOrDefault(model, new TreeMap<>());
      ids.forEach(entries::remove);
      if (entries.isEmpty()) {
        state.catalogs.remove(model);
      }
    });
  }

  @Override
  public void delete(ModelName model) {
    change("catalog.delete", () -> state.catalogs.remove(model));
  }

  @Override
  public List<Numbered> page(ModelName model, long after, int max) {
    return read(
        "catalog.page",
        () -> state.catalogs.getOrDefault(model, new TreeMap<>())
            .values()
            .stream()
            .filter(entry -> entry.number() > after)
            .sorted(Comparator.comparingLong(Numbered::number))
            .limit(max)
            .toList());
  }

  @Override
  public void forEach(ModelName model, Consumer<CatalogItem> entry) {
    page(model, 0, Integer.MAX_VALUE).forEach(each -> entry.accept(each.item()));
  }

  @Override
  public List<ModelName> models() {
    return read("catalog.models", () -> state.catalogs.keySet().stream().sorted().toList());
  }
}
