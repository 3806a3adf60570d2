package io.lethe.engine.interaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.memory.InMemoryErasureLedger;
import io.lethe.engine.memory.InMemoryInteractionLog;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.SubjectDigests;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InteractionImportTest {

  private static final ModelName MODEL = new ModelName("shop");
  private static final InteractionImport.Source SOURCE = new InteractionImport.Source(
      MODEL, new UUID(0x4000, 7), Repeats.SUM);

  private final InMemoryInteractionLog log = new InMemoryInteractionLog();
  private final InMemoryErasureLedger ledger = new InMemoryErasureLedger();
  private final InteractionIntake intake = new InteractionIntake(
      new SettlingLog(log, ledger.appends(), Failpoints.none()), ledger.appends(),
      new InteractionIntake.Models(ledger, ledger::tombstones, model -> Optional.empty()),
      new SubjectDigests(new byte[32]),
      new InteractionIntake.Clocks(() -> Instant.EPOCH, System::nanoTime), Failpoints.none());

  private static List<AppendOrder.Row> rows(int from, int to) {
    return IntStream.range(from, to).mapToObj(k -> new AppendOrder.Row("ann", "i" + k, 1)).toList();
  }

  private List<String> held() {
    intake.settle(MODEL);
    return PortFixtures.text(log.read(MODEL, log.end(MODEL)));
  }

  private static List<String> ones(int count) {
    return IntStream.range(0, count).mapToObj(k -> "ann/i" + k + "=1.0").toList();
  }

  @Test
  void parts_sentAgainByOtherCutsAndStreams_areTakenInOnce() {
    InteractionImport first = intake.resume(SOURCE);
    assertEquals(0, first.position());
    assertEquals(List.of(), first.take(0, rows(0, 3)));
    assertEquals(List.of(), first.take(3, rows(3, 5)));

    InteractionImport second = intake.resume(SOURCE);
    assertEquals(5, second.position());
    assertEquals(Map.of(AppendOutcome.STORED, 5L), second.counts());
    assertEquals(List.of(), second.take(1, rows(1, 4)));
    assertEquals(5, second.position());
    assertEquals(List.of(), second.take(4, rows(4, 9)));

    assertEquals(9, intake.resume(SOURCE).position());
    assertEquals(Map.of(AppendOutcome.STORED, 9L), second.counts());
    assertEquals(ones(9), held());
  }

  @Test
  void twoStreamsOfOneImport_takeNoRowInTwice() {
    InteractionImport one = intake.resume(SOURCE);
    InteractionImport other = intake.resume(SOURCE);
    var _ = one.take(0, rows(0, 4));
    var _ = other.take(0, rows(0, 4));
    assertEquals(4, other.position());
    var _ = one.take(4, rows(4, 6));
    LetheException refused = assertThrows(LetheException.class, () -> other.take(4, rows(4, 7)));
    assertEquals(ErrorKind.REQUEST_ID_REUSED, refused.kind());
    assertEquals(ones(6), held());
  }

  @Test
  void positionBeyondTheNext_isRefusedAndChangesNothing() {
    InteractionImport all = intake.resume(SOURCE);
    var _ = all.take(0, rows(0, 2));
    for (long position : new long[]{3, -1}) {
      LetheException refused = assertThrows(
          LetheException.class, () -> all.take(position, rows(3, 4)));
      assertEquals(ErrorKind.ARGUMENT_INVALID, refused.kind());
    }
    assertEquals(2, all.position());
    assertEquals(ones(2), held());
  }

  @Test
  void rowsThatCannotBeStored_areRefusedByThemselvesAndKeepTheirPlaces() {
    InteractionImport all = intake.resume(SOURCE);
    List<AppendOrder.Row> bad = List.of(
        new AppendOrder.Row("ann", "i0", 1), new AppendOrder.Row("", "i1", 1),
        new AppendOrder.Row("ann", "x".repeat(257), 1), new AppendOrder.Row("ann", "i1", Float.NaN),
        new AppendOrder.Row("bob", "i1", Float.MAX_VALUE),
        new AppendOrder.Row("bob", "i1", Float.MAX_VALUE), new AppendOrder.Row("ann", "i1", 1));
    assertEquals(
        List.of(
            new InteractionImport.Refused(1, "user is an id of 0 bytes; 1 to 256 are allowed"),
            new InteractionImport.Refused(2, "item is an id of 257 bytes; 1 to 256 are allowed"),
            new InteractionImport.Refused(3, "value is NaN; a finite number is needed"),
            new InteractionImport.Refused(5, "the sum with the pair's value is no finite number")),
        all.take(0, bad));
    assertEquals(Map.of(AppendOutcome.STORED, 3L, AppendOutcome.REFUSED, 4L), all.counts());
    assertEquals(all.counts(), intake.resume(SOURCE).counts());
    assertEquals(List.of("ann/i0=1.0", "bob/i1=" + Float.MAX_VALUE, "ann/i1=1.0"), held());
  }

  @Test
  void otherModelsAndImports_haveAChainOfTheirOwn() {
    var _ = intake.resume(SOURCE).take(0, rows(0, 2));
    InteractionImport.Source otherModel = new InteractionImport.Source(
        new ModelName("films"), SOURCE.importId(), Repeats.SUM);
    InteractionImport.Source otherImport = new InteractionImport.Source(
        MODEL, new UUID(0x4000, 8), Repeats.SUM);
    assertEquals(0, intake.resume(otherModel).position());
    InteractionImport again = intake.resume(otherImport);
    var _ = again.take(0, rows(0, 2));
    assertEquals(Map.of(AppendOutcome.REPLACED, 2L), again.counts());
    assertEquals(List.of("ann/i0=2.0", "ann/i1=2.0"), held().subList(2, 4));
  }
}
