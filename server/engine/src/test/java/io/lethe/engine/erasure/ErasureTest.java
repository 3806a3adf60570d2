package io.lethe.engine.erasure;

import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.NOON;
import static io.lethe.engine.memory.PortFixtures.live;
import static io.lethe.engine.memory.PortFixtures.submission;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.work.Phase;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transitions that no ledger is told; {@link ErasureStepsContract} has the others. */
class ErasureTest {

  private static final VersionId BASE = new VersionId(MOVIES, 1);
  private static final List<Phase> PHASES = List.of(new Phase("wait", Duration.ofSeconds(1)));
  private static final Erasure RECEIVED = Erasure
      .accepted(submission(1, MOVIES, new ErasureTarget.User("ann")), 5);
  private static final Erasure SOLVING = RECEIVED
      .after(new ErasureStep.Begun(RECEIVED.id(), BASE, 1));
  private static final Erasure LIVE = SOLVING.after(live(RECEIVED.id(), BASE, BASE));

  @ParameterizedTest
  @EnumSource(ErasureState.class)
  void reached_fromSolving_statesThatNoLedgerKeeps(ErasureState next) {
    if (next.durable()) {
      assertThrows(IllegalArgumentException.class, () -> SOLVING.reached(next));
    } else {
      Erasure reached = SOLVING.reached(next);
      assertEquals(next, reached.state());
      assertEquals(BASE, reached.progress().base());
    }
  }

  @Test
  void contained_received_keepsStateAndTellsWhen() {
    Erasure contained = RECEIVED.contained(NOON, PHASES);
    assertEquals(ErasureState.RECEIVED, contained.state());
    assertEquals(NOON, contained.progress().milestones().contained());
    assertEquals(PHASES, contained.progress().phases());
  }

  @Test
  void answering_live_theVersionsTimeReplacesTheCommits() {
    Erasure answering = LIVE.answering(NOON.plusSeconds(9), PHASES);
    assertEquals(NOON.plusSeconds(9), answering.progress().milestones().unlearned());
    assertEquals(LIVE.progress().outcome(), answering.progress().outcome());
    assertEquals(
        LIVE.progress().milestones().contained(), answering.progress().milestones().contained());
  }

  @Test
  void returned_live_receivedAgainWithItsPlace() {
    Erasure returned = LIVE.returned();
    assertEquals(ErasureState.RECEIVED, returned.state());
    assertEquals(RECEIVED.facts(), returned.facts());
    assertNull(returned.progress().outcome());
    assertNull(returned.progress().base());
    assertNull(returned.progress().milestones().unlearned());
  }

  @Test
  void transitions_ofTheProcess_fromAnotherState_refused() {
    List<UnaryOperator<Erasure>> transitions = List.of(
        erasure -> erasure.reached(ErasureState.VERIFYING),
        erasure -> erasure.answering(NOON, PHASES), Erasure::returned);
    for (UnaryOperator<Erasure> transition : transitions) {
      LetheException refusal = assertThrows(LetheException.class, () -> transition.apply(RECEIVED));
      assertEquals(ErrorKind.CONCURRENT_CHANGE, refusal.kind());
      assertEquals("RECEIVED", refusal.metadata().get("state"));
    }
  }
}
