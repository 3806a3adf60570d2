package io.lethe.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.DenseRows;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BestEpochTest {

  private static final int PATIENCE = 3;
  private static final double PLATEAU = .1;

  /** By area under the curve: every epoch is looked at. */
  private static BestEpoch byAuc() {
    return new BestEpoch(PATIENCE, Double.NEGATIVE_INFINITY);
  }

  /** By lists: rungs are looked at. */
  private static BestEpoch byLists() {
    return new BestEpoch(PATIENCE, PLATEAU);
  }

  /** Tables that tell after which epoch they were looked at. */
  private static FactorTables tables(int epoch) {
    return new FactorTables(
        new DenseRows(new float[]{epoch}, 1), new DenseRows(new float[]{epoch}, 1), false);
  }

  /** Epochs until it is time to stop. */
  private static int epochs(BestEpoch best, IntToDoubleFunction goodness) {
    int done = 0;
    boolean over = false;
    while (!over) {
      done++;
      if (best.asks(done)) {
        double good = goodness.applyAsDouble(done);
        best.offer(done, new HeldOut.Verdict(good, Double.NaN, 0), tables(done));
        over = best.stop(done);
      }
    }
    assertEquals(best.epoch(), best.tables().users().values()[0], "parameters of another epoch");
    return done;
  }

  @Test
  void isRung_eachAboutRootTwoTimesTheOneBefore() {
    assertEquals(
        List.of(1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 91, 128, 181),
        IntStream.rangeClosed(1, 200).filter(BestEpoch::isRung).boxed().toList());
  }

  @Test
  void stop_byAuc_patienceAfterTheBestEpoch() {
    double[] goodness = {.6, .7, .65, .69, .7};
    BestEpoch best = byAuc();
    assertEquals(5, epochs(best, epoch -> goodness[epoch - 1]));
    assertEquals(2, best.epoch());
    assertEquals(.7, best.verdict().goodness());
  }

  @Test
  void offer_nothingHeldOut_keepsTheLast() {
    BestEpoch best = byAuc();
    for (int done = 1; done <= 20; done++) {
      best.offer(done, new HeldOut.Verdict(Double.NaN, Double.NaN, 0), tables(done));
      assertFalse(best.stop(done));
    }
    assertEquals(20, best.epoch());
  }

  @Test
  void epoch_byLists_theEarliestThatIsNearlyAsGoodAsTheBest() {
    // Less by the square of the distance in rungs from epoch 64: more than .97 of it one rung away.
    IntToDoubleFunction hill = epoch -> .3
        - .0085 * Math.pow(2 * Math.log(epoch / 64.0) / Math.log(2), 2);
    BestEpoch best = byLists();
    assertEquals(91, epochs(best, hill));
    assertEquals(45, best.epoch());
  }

  /** Where lists hardly change, the first ones are as they were drawn. */
  @Test
  void epoch_byListsThatAreAllAlike_isInTheSecondHalfOfTheWayToTheBest() {
    BestEpoch best = byLists();
    assertEquals(23, epochs(best, epoch -> epoch == 16 ? .301 : .3));
    assertEquals(8, best.epoch());
  }

  /** What one user more or less does to lists is no reason to end at another epoch. */
  @Test
  void epoch_byListsThatDifferALittle_isTheSame() {
    for (double ripple : new double[]{-.002, -.001, .001, .002}) {
      BestEpoch best = byLists();
      int _ = epochs(
          best,
          epoch -> .3 * (1 - Math.exp(-epoch / 20.0)) - epoch * 1e-4 + ripple * Math.sin(epoch));
      assertEquals(64, best.epoch(), "ripple " + ripple);
    }
  }

  @Test
  void stop_firstEpochAboveThePlateauByLuck_goesOnUntilLaterOnesAreBetter() {
    BestEpoch best = byLists();
    assertEquals(32, epochs(best, epoch -> epoch == 1 ? .107 : Math.min(.17, .08 + .005 * epoch)));
    assertEquals(23, best.epoch());
  }

  @Test
  void stop_onThePlateau_fourTimesThePatienceAfterTheBest() {
    BestEpoch best = byLists();
    assertEquals(16, epochs(best, epoch -> epoch == 2 ? .09 : .05));
    assertTrue(byLists().stop(12));
    assertFalse(byLists().stop(11));
  }
}
