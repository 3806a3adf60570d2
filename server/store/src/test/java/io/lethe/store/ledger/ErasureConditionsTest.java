package io.lethe.store.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.sql.SqlDialect;
import io.lethe.store.sqlite.RowChecks;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A list costs what it shows, however many erasures there are: SQLite tells how it would read. */
class ErasureConditionsTest {

  private static final Set<ErasureState> EVERY = ErasureFilter.ALL.states();
  private static final String WHOLE = "SEARCH erasure USING INTEGER PRIMARY KEY (rowid<?)";

  @TempDir private Path root;

  @BeforeEach
  void open() {
    try (DataFolder folder = DataFolder.open(root);
        SqlErasureLedger ledger = new SqlErasureLedger(folder)) {
      assertEquals(0, ledger.list(ErasureFilter.ALL, Long.MAX_VALUE, 1).erasures().size());
    }
  }

  private List<String> plan(ErasureFilter filter) throws SQLException {
    ErasureConditions conditions = ErasureConditions.of(filter, Long.MAX_VALUE, SqlDialect.SQLITE);
    String sql = "EXPLAIN QUERY PLAN %s%s ORDER BY sequence DESC LIMIT 51"
        .formatted(ErasureRow.SELECT, conditions.where());
    try (Connection raw = DriverManager
        .getConnection("jdbc:sqlite:" + root.resolve("ledger.sqlite"))) {
      RowChecks.register(raw);
      try (PreparedStatement statement = raw.prepareStatement(sql)) {
        for (int k = 0; k < conditions.values().length; k++) {
          statement.setObject(k + 1, conditions.values()[k]);
        }
        List<String> steps = new ArrayList<>();
        try (ResultSet step = statement.executeQuery()) {
          while (step.next()) {
            steps.add(step.getString("detail"));
          }
        }
        return steps;
      }
    }
  }

  static Stream<ErasureFilter> narrow() {
    String digest = "ab".repeat(32);
    Set<ErasureState> failed = EnumSet.of(ErasureState.FAILED, ErasureState.HELD);
    return Stream.of(
        ErasureFilter.of(PortFixtures.MOVIES),
        new ErasureFilter(null, new UUID(1, 2), null, EVERY, null, null),
        new ErasureFilter(null, null, "office", EVERY, null, null),
        new ErasureFilter(null, null, null, failed, null, null),
        new ErasureFilter(null, null, null, EVERY, Instant.EPOCH, null),
        ErasureFilter.ALL.leaving(Set.of(digest)));
  }

  @ParameterizedTest
  @MethodSource("narrow")
  void where_aNarrowFilter_readsNoOtherErasures(ErasureFilter filter) throws SQLException {
    for (String step : plan(filter)) {
      boolean byIndex = !step.startsWith("SCAN erasure") || step.contains("INDEX erasure_open");
      assertEquals(true, byIndex && !step.equals(WHOLE), step);
      assertFalse(step.contains("TEMP B-TREE"), step);
    }
  }

  @Test
  void where_everyErasure_readsThemInTheirOrder() throws SQLException {
    assertEquals(WHOLE, plan(ErasureFilter.ALL).getFirst());
  }
}
