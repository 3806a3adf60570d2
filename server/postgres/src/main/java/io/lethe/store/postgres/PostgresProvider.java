package io.lethe.store.postgres;

import io.lethe.store.sql.CommitWitness;
import io.lethe.store.sql.DatabaseAccess;
import io.lethe.store.sql.DatabaseProvider;
import io.lethe.store.sql.SqlDatabase;

/** Opens addresses that begin with {@code jdbc:postgresql:}. */
public final class PostgresProvider implements DatabaseProvider {

  private static final String PREFIX = "jdbc:postgresql:";

  @Override
  public boolean opens(String url) {
    return url.startsWith(PREFIX);
  }

  @Override
  public SqlDatabase open(DatabaseAccess access, Owner owner, CommitWitness witness) {
    return PostgresDatabase.open(access, owner, witness);
  }
}
