package io.lethe.engine.interaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.data.ValidationSplit;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.data.VersionDataReader;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.memory.InMemoryErasureLedger;
import io.lethe.engine.memory.InMemoryInteractionLog;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.SubjectDigests;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.spi.RecommenderModel;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InteractionIntakeTest {

  private static final ModelName MODEL = new ModelName("shop");
  private static final InteractionColumns MONDAY = PortFixtures
      .rows("ann", "tea", 3, "ann", "cup", 5, "bob", "tea", 2);

  private static final InteractionIntake.Clocks CLOCKS = new InteractionIntake.Clocks(
      () -> Instant.EPOCH, System::nanoTime);
  private final InMemoryInteractionLog log = new InMemoryInteractionLog();
  private final InMemoryErasureLedger ledger = new InMemoryErasureLedger();
  private final InteractionIntake intake = new InteractionIntake(
      new SettlingLog(log, ledger.appends(), Failpoints.none()), ledger.appends(),
      new InteractionIntake.Models(ledger, ledger::tombstones, model -> Optional.empty()),
      new SubjectDigests(new byte[32]), CLOCKS, Failpoints.none());

  private List<String> rows() {
    return PortFixtures.text(log.read(MODEL, log.end(MODEL)));
  }

  @Test
  void rowsBeyondTheBound_refuseAppends_andNeverKeepAVersionFromAnswering() {
    InteractionIntake small = new InteractionIntake(
        new SettlingLog(log, ledger.appends(), Failpoints.none()), ledger.appends(),
        new InteractionIntake.Models(ledger, ledger::tombstones, model -> Optional.empty()),
        new SubjectDigests(new byte[32]), CLOCKS, Failpoints.none(), 2);
    var _ = small.add(MODEL, MONDAY);
    AppendOrder order = new AppendOrder(
        MODEL, new UUID(1, 1), List.of(new AppendOrder.Row("eve", "tea", 1)), Repeats.LATEST);
    LetheException refused = assertThrows(LetheException.class, () -> small.append(order));
    assertEquals(ErrorKind.MODEL_NOT_READY, refused.kind());
    assertEquals(3, rows().size());
    small.showFrom(MODEL, 0);
    assertEquals(List.of(), small.recent().of(MODEL, "ann", 0).items());
    small.showFrom(MODEL, 1);
    assertEquals(List.of("cup"), small.recent().of(MODEL, "ann", 1).items());
  }

  /** An alias that stays on an old version for months must not fill the memory. */
  @Test
  void versionBesideTheActiveOne_isFarBehind_rowsAreHeldForItUpToTheBound() {
    ModelVersion active = version();
    long learned = active.manifest().training().logEnd();
    InteractionIntake small = new InteractionIntake(
        new SettlingLog(log, ledger.appends(), Failpoints.none()), ledger.appends(),
        new InteractionIntake.Models(
            ledger, ledger::tombstones, model -> Optional.of(active), model -> OptionalLong.of(0)),
        new SubjectDigests(new byte[32]), CLOCKS, Failpoints.none(), 5);
    var _ = small.add(MODEL, MONDAY);
    small.showBeside(MODEL, 0);
    small.learned(MODEL);
    assertEquals(List.of("cup", "tea"), small.recent().of(MODEL, "ann", 0).items());
    for (long row = log.end(MODEL); row <= learned; row++) {
      var _ = small.add(MODEL, PortFixtures.rows("user-" + row, "tea", 1));
    }
    small.learned(MODEL);
    assertFalse(small.recent().holdsFrom(MODEL, 0));
    assertTrue(small.recent().holdsFrom(MODEL, learned + 1 - 5));
  }

  private static ModelVersion version() {
    RecommenderModel model = new RecommenderModel() {
      @Override
      public int userCount() {
        return 1;
      }

      @Override
      public int itemCount() {
        return 1;
      }

      @Override
      public void score(int user, int[] items, float[] scores) {
        Arrays.fill(scores, 1);
      }

      @Override
      public int topItems(int user, int[] excluded, int[] items, float[] scores) {
        return 0;
      }
    };
    VersionData data = VersionDataReader.forVersion(
        PortFixtures.rows("ann", "tea", 3), row -> false,
        EntityIndex.of(new EntityIds(List.of("ann"), List.of("tea"))), new ValidationSplit(1, 0));
    return new ModelVersion(
        PortFixtures.version(MODEL, 1, 0),
        new VersionContent(TinyPlugin.stiff(), model, data, null));
  }

  @Test
  void since_rowsBeyondTheBound_areReadFromTheLog() {
    InteractionIntake small = new InteractionIntake(
        new SettlingLog(log, ledger.appends(), Failpoints.none()), ledger.appends(),
        new InteractionIntake.Models(ledger, ledger::tombstones, model -> Optional.empty()),
        new SubjectDigests(new byte[32]), CLOCKS, Failpoints.none(), 1);
    var _ = small.add(MODEL, MONDAY);
    var _ = small.purge(MODEL, List.of(new ErasureTarget.User("bob")));
    for (InteractionIntake each : List.of(small, intake)) {
      ErasureTarget ann = new ErasureTarget.User("ann");
      RecentRows rows = each.since(MODEL, 0, List.of(ann));
      assertEquals(2, rows.count(MODEL, ann, 0, (user, item) -> true));
      assertEquals(1, rows.count(MODEL, ann, 0, (user, item) -> item.equals("cup")));
      assertEquals(
          0, each.since(MODEL, 3, List.of(ann)).count(MODEL, ann, 3, (user, item) -> true));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Repeats.class, names = {"LATEST", "FIRST", "MAX"})
  void add_sameFileTwice_changesNothing(Repeats rule) {
    assertEquals(new InteractionIntake.Import(3, 0, 0, 0, 0, 3), intake.add(MODEL, MONDAY, rule));
    List<String> before = rows();
    assertEquals(new InteractionIntake.Import(0, 0, 3, 0, 0, 3), intake.add(MODEL, MONDAY, rule));
    assertEquals(before, rows());
  }

  @ParameterizedTest
  @EnumSource(Repeats.class)
  void add_knownPairsWithOtherValues_countByTheRule(Repeats rule) {
    var _ = intake.add(MODEL, MONDAY, rule);
    InteractionColumns tuesday = PortFixtures
        .rows("bob", "tea", 4, "ann", "cup", 1, "eve", "cup", 2);
    InteractionIntake.Import done = intake.add(MODEL, tuesday, rule);
    List<String> appended = switch (rule) {
      case LATEST -> List.of("bob/tea=4.0", "ann/cup=1.0", "eve/cup=2.0");
      case FIRST -> List.of("eve/cup=2.0");
      case SUM -> List.of("bob/tea=6.0", "ann/cup=6.0", "eve/cup=2.0");
      case MAX -> List.of("bob/tea=4.0", "eve/cup=2.0");
    };
    assertEquals(appended, rows().subList(3, rows().size()));
    assertEquals(
        new InteractionIntake.Import(1, appended.size() - 1, 3 - appended.size(), 0, 0, 4), done);
  }

  @Test
  void add_pairInSeveralRowsOfTheLog_isHeldAgainstTheLast() {
    var _ = intake.add(MODEL, MONDAY);
    var _ = intake.add(MODEL, PortFixtures.rows("ann", "tea", 1));
    assertEquals(
        new InteractionIntake.Import(0, 1, 0, 0, 0, 3),
        intake.add(MODEL, PortFixtures.rows("ann", "tea", 3)));
  }

  @Test
  void add_afterAPurge_countsOnlyWhatIsThere() {
    var _ = intake.add(MODEL, MONDAY);
    var _ = intake.purge(MODEL, List.of(new ErasureTarget.User("ann")));
    assertEquals(
        new InteractionIntake.Import(1, 0, 0, 0, 0, 2),
        intake.add(MODEL, PortFixtures.rows("eve", "tea", 3)));
  }

  @Test
  void add_sumBeyondAFloat_isRefusedWhole() {
    var _ = intake.add(MODEL, PortFixtures.rows("ann", "tea", 3e38f));
    LetheException refusal = assertThrows(
        LetheException.class, () -> intake
            .add(MODEL, PortFixtures.rows("bob", "tea", 1, "ann", "tea", 3e38f), Repeats.SUM));
    assertEquals(ErrorKind.ARGUMENT_INVALID, refusal.kind());
    assertEquals(1, log.end(MODEL));
  }
}
