package io.lethe.engine.recommend.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.plugin.PluginLimits;
import io.lethe.engine.tiny.TinyPlugin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ScoringWatchTest {

  private static final ModelName MODEL = new ModelName("movies");
  private static final ModelName OTHER = new ModelName("books");
  private static final PluginLimits LIMITS = new PluginLimits(
      Duration.ofSeconds(1), Duration.ofSeconds(1), 1, Duration.ofSeconds(10),
      Duration.ofSeconds(15), Duration.ofSeconds(1), Duration.ofSeconds(1), 1, Duration.ZERO);

  private final AtomicLong now = new AtomicLong();
  private final List<Integer> lost = new ArrayList<>();
  private final List<LetheException> answered = new ArrayList<>();
  private final ScoringWatch watch = new ScoringWatch(LIMITS, lost::add, now::get);

  private <T> T scored(ModelName model, Supplier<T> scoring) {
    return ScopedValue.where(ScoringWatch.GIVEN_UP, answered::add)
        .call(() -> watch.call(model, TinyPlugin.stiff(), scoring));
  }

  private boolean pass(Duration time) {
    now.addAndGet(time.toNanos());
    watch.look();
    return Thread.currentThread().isInterrupted();
  }

  @Test
  void call_inTime_answersAndLosesNothing() {
    assertEquals(7, scored(MODEL, () -> {
      assertFalse(pass(LIMITS.scoringMax().minusNanos(1)));
      return 7;
    }));
    pass(LIMITS.scoringMax());
    assertEquals(List.of(), lost);
    assertEquals(List.of(), answered);
  }

  @Test
  void look_callTakesTooLong_callerIsAnsweredOnceThreadInterruptedAndCounted() {
    int late = scored(MODEL, () -> {
      assertTrue(pass(LIMITS.scoringMax()));
      assertEquals(List.of(1), lost);
      pass(LIMITS.scoringMax());
      return 7;
    });
    assertEquals(7, late);
    assertEquals(List.of(1, 0), lost);
    assertFalse(Thread.currentThread().isInterrupted());
    assertEquals(
        List.of(ErrorKind.PLUGIN_FAILED), answered.stream().map(LetheException::kind).toList());
    assertTrue(answered.getFirst().retryAfter().isPresent());
  }

  @Test
  void call_afterOneWasGivenUp_refusedAtOnceForThatModelOnly() {
    scored(MODEL, () -> pass(LIMITS.scoringMax()));
    assertEquals(
        ErrorKind.PLUGIN_FAILED,
        assertThrows(LetheException.class, () -> scored(MODEL, () -> 7)).kind());
    assertEquals(7, scored(OTHER, () -> 7));
  }

  @Test
  void call_pauseIsOver_oneTriesAndItsEndOpensForAll() {
    scored(MODEL, () -> pass(LIMITS.scoringMax()));
    pass(LIMITS.pauseMin());
    assertEquals(7, scored(MODEL, () -> {
      assertThrows(LetheException.class, () -> scored(MODEL, () -> 8));
      return 7;
    }));
    assertEquals(8, scored(MODEL, () -> 8));
  }

  @Test
  void call_theTryIsGivenUpToo_nextPauseIsLonger() {
    scored(MODEL, () -> pass(LIMITS.scoringMax()));
    pass(LIMITS.pauseMin());
    scored(MODEL, () -> pass(LIMITS.scoringMax()));
    pass(LIMITS.pauseMin());
    assertThrows(LetheException.class, () -> scored(MODEL, () -> 7));
    pass(LIMITS.pauseMax().minus(LIMITS.pauseMin()));
    assertEquals(7, scored(MODEL, () -> 7));
  }

  @Test
  void call_asManyLostAsMayBe_noFurtherTry() {
    scored(MODEL, () -> {
      pass(LIMITS.scoringMax());
      pass(LIMITS.pauseMax());
      assertThrows(LetheException.class, () -> scored(MODEL, () -> 7));
      return 7;
    });
    assertEquals(0, watch.lost());
  }

  @Test
  void call_theTryThrows_isNoHangAndOpensForAll() {
    scored(MODEL, () -> pass(LIMITS.scoringMax()));
    pass(LIMITS.pauseMin());
    assertThrows(LetheException.class, () -> scored(MODEL, () -> {
      throw new IllegalStateException("the plugin's own");
    }));
    assertEquals(7, scored(MODEL, () -> 7));
  }
}
