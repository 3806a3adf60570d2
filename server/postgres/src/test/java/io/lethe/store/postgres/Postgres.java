package io.lethe.store.postgres;

import io.lethe.store.sql.CommitWitness;
import io.lethe.store.sql.DatabaseAccess;
import io.lethe.store.sql.DatabaseProvider.Owner;
import io.lethe.store.sql.LedgerTables;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.function.Executable;

/** A PostgreSQL for all test classes of the build, with a database for each test. */
final class Postgres implements ParameterResolver {

  private static final String USER = "postgres";
  private static final String SHARED = "shared";
  /** Rows go one by one: TRUNCATE would make and sync new files for every table and index. */
  private static final String EMPTY = LedgerTables.NAMES.reversed()
      .stream()
      .map("DELETE FROM %s;"::formatted)
      .collect(Collectors.joining("", "", """
          UPDATE commit_count SET commits = 0, folder = '';
          SELECT setval(pg_get_serial_sequence(table_name, column_name), 1, false)
          FROM information_schema.columns WHERE table_schema = 'public' AND is_identity = 'YES'
          """));

  /** Databases of the server, ended with the build. */
  record Databases(
      EmbeddedPostgres server, AtomicInteger count, AtomicBoolean shared) implements AutoCloseable {

    /** A new database. */
    DatabaseAccess create() {
      String name = "ledger" + count.incrementAndGet();
      run(access("postgres"), "CREATE DATABASE " + name);
      return access(name);
    }

    /** One for many tests, each of which finds no row in it. */
    DatabaseAccess emptied() {
      DatabaseAccess access = access(SHARED);
      if (shared().compareAndSet(false, true)) {
        run(access("postgres"), "CREATE DATABASE " + SHARED);
        PostgresDatabase.open(access, new Owner("", /* isNew= */ true), CommitWitness.none())
            .close();
      }
      run(access, EMPTY);
      return access;
    }

    private DatabaseAccess access(String database) {
      return new DatabaseAccess(
          "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), database), USER,
          Optional.empty());
    }

    /** As an operator does beside the server. */
    void run(DatabaseAccess access, String sql) {
      String name = access.url().substring(access.url().lastIndexOf('/') + 1);
      try (Connection connection = server.getDatabase(USER, name).getConnection();
          Statement statement = connection.createStatement()) {
        boolean _ = statement.execute(sql);
      } catch (SQLException failure) {
        throw new IllegalStateException(sql, failure);
      }
    }

    /** Runs it when a new connection sees a setting that was just changed. */
    void whenSet(DatabaseAccess access, String setting, String value, Executable call)
        throws Throwable {
      String name = access.url().substring(access.url().lastIndexOf('/') + 1);
      boolean isSet = false;
      while (!isSet) {
        try (Connection connection = server.getDatabase(USER, name).getConnection();
            Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery("SHOW " + setting)) {
          isSet = row.next() && row.getString(1).equals(value);
        }
      }
      call.execute();
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Databases.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context.getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(Databases.class, _ -> started(), Databases.class);
  }

  private static Databases started() {
    try {
      return new Databases(
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .start(),
          new AtomicInteger(), new AtomicBoolean());
    } catch (IOException failure) {
      throw new IllegalStateException("PostgreSQL does not start", failure);
    }
  }
}
