package io.lethe.store.ledger;

import io.lethe.engine.alias.AliasName;
import io.lethe.engine.alias.AliasSet;
import io.lethe.engine.alias.ModelAlias;
import io.lethe.engine.alias.TrafficKey;
import io.lethe.engine.alias.run.AliasLedger;
import io.lethe.engine.model.ModelName;
import io.lethe.store.disk.SpaceReserve;
import io.lethe.store.sql.SqlDatabase;
import java.util.List;
import java.util.Optional;

/** Aliases in the ledger's file, one row for each; the rows of a model have one key. */
final class SqlAliasLedger implements AliasLedger {

  private final SqlDatabase database;
  private final SpaceReserve reserve;

  SqlAliasLedger(SqlDatabase database, SpaceReserve reserve) {
    this.database = database;
    this.reserve = reserve;
  }

  @Override
  public Optional<AliasSet> find(ModelName model) {
    List<AliasSet> each = database.read(
        sql -> sql.all(
            "SELECT alias, number, basis_points, following, key FROM alias WHERE model = ? ORDER BY alias",
            row -> new AliasSet(
                new TrafficKey(row.getBytes(5)),
                List.of(
                    new ModelAlias(
                        new AliasName(row.getString(1)), row.getLong(2), row.getInt(3),
                        row.getBoolean(4)))),
            model.value()));
    return each.stream().reduce((all, one) -> all.with(one.aliases().getFirst()));
  }

  private int count(ModelName model) {
    return find(model).map(set -> set.aliases().size()).orElse(0);
  }

  @Override
  public void save(ModelName model, AliasSet aliases) {
    if (aliases.aliases().size() > count(model)) {
      // Those that follow an erasure need no more room: the reserve is kept for erasures.
      reserve.require("an alias");
    }
    var _ = database.write(sql -> {
      var _ = sql.update("DELETE FROM alias WHERE model = ?", model.value());
      for (ModelAlias alias : aliases.aliases()) {
        var _ = sql.update(
            """
                INSERT INTO alias (model, alias, number, basis_points, following, key)
                VALUES (?, ?, ?, ?, ?, ?)
                """, model.value(), alias.name().value(), alias.version(), alias.basisPoints(),
            alias.following() ? 1 : 0, aliases.key().bytes());
      }
      return aliases;
    });
  }
}
