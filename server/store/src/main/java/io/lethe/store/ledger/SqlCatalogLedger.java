package io.lethe.store.ledger;

import io.lethe.engine.catalog.AttributeValue;
import io.lethe.engine.catalog.CatalogItem;
import io.lethe.engine.catalog.CatalogLedger;
import io.lethe.engine.model.ModelName;
import io.lethe.store.disk.SpaceReserve;
import io.lethe.store.format.Json;
import io.lethe.store.sql.SqlDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Catalogues in the ledger's file, one row for each entry. */
final class SqlCatalogLedger implements CatalogLedger {

  private static final int PAGE_ROWS = 10_000;
  private static final String CATEGORIES = "categories";
  private static final String ATTRIBUTES = "attributes";
  private static final String AVAILABLE = "available";
  private static final String LISTED = "listed";

  private final SqlDatabase database;
  private final SpaceReserve reserve;

  SqlCatalogLedger(SqlDatabase database, SpaceReserve reserve) {
    this.database = database;
    this.reserve = reserve;
  }

  @Override
  public void put(ModelName model, List<CatalogItem> items) {
    reserve.require("further items");
    var _ = database.write(sql -> {
      for (CatalogItem item : items) {
        var _ = sql.update("""
            INSERT INTO catalog_item (model, item, entry) VALUES (?, ?, ?)
            ON CONFLICT (model, item) DO UPDATE SET entry = excluded.entry
            """, model.value(), item.id(), text(item));
      }
      return items.size();
    });
  }

  private static String text(CatalogItem item) {
    ObjectNode entry = Json.object();
    ArrayNode categories = entry.putArray(CATEGORIES);
    item.categories().forEach(categories::add);
    ObjectNode attributes = entry.putObject(ATTRIBUTES);
    new TreeMap<>(item.attributes()).forEach((name, value) -> {
      switch (value) {
        case AttributeValue.Text(String text) -> attributes.put(name, text);
        case AttributeValue.Decimal(double number) -> attributes.put(name, number);
        case AttributeValue.Flag(boolean flag) -> attributes.put(name, flag);
      }
    });
    entry.put(AVAILABLE, item.available());
    item.listed().ifPresent(listed -> entry.put(LISTED, listed.toString()));
    return Json.text(entry);
  }

  private static Numbered numbered(ResultSet row) throws SQLException {
    return new Numbered(row.getLong(1), item(row.getString(2), Json.parse(row.getString(3))));
  }

  private static CatalogItem item(String id, JsonNode entry) {
    List<String> categories = new ArrayList<>();
    entry.path(CATEGORIES).forEach(category -> categories.add(category.stringValue()));
    Map<String, AttributeValue> attributes = new TreeMap<>();
    Json.child(entry, ATTRIBUTES)
        .properties()
        .forEach(each -> attributes.put(each.getKey(), value(each.getValue())));
    return new CatalogItem(
        id, categories, attributes, entry.path(AVAILABLE).booleanValue(),
        entry.has(LISTED) ? Instant.parse(Json.string(entry, LISTED)) : null);
  }

  private static AttributeValue value(JsonNode value) {
    if (value.isString()) {
      return new AttributeValue.Text(value.stringValue());
    }
    return value.isBoolean()
        ? new AttributeValue.Flag(value.booleanValue())
        : new AttributeValue.Decimal(value.doubleValue());
  }

  @Override
  public void remove(ModelName model, List<String> ids) {
    var _ = database.write(sql -> {
      for (String id : ids) {
        var _ = sql
            .update("DELETE FROM catalog_item WHERE model = ? AND item = ?", model.value(), id);
      }
      return ids.size();
    });
  }

  @Override
  public void delete(ModelName model) {
    var _ = database
        .write(sql -> sql.update("DELETE FROM catalog_item WHERE model = ?", model.value()));
  }

  @Override
  public List<Numbered> page(ModelName model, long after, int max) {
    return database.read(sql -> sql.all("""
        SELECT number, item, entry FROM catalog_item WHERE model = ? AND number > ?
        ORDER BY number LIMIT ?
        """, SqlCatalogLedger::numbered, model.value(), after, max));
  }

  @Override
  public void forEach(ModelName model, Consumer<CatalogItem> entry) {
    long after = 0;
    for (List<Numbered> page = page(model, after, PAGE_ROWS); !page
        .isEmpty(); page = page(model, after, PAGE_ROWS)) {
      page.forEach(each -> entry.accept(each.item()));
      after = page.getLast().number();
    }
  }

  @Override
  public List<ModelName> models() {
    return database.read(
        sql -> sql.all(
            "SELECT DISTINCT model FROM catalog_item ORDER BY model",
            row -> new ModelName(row.getString(1))));
  }
}
