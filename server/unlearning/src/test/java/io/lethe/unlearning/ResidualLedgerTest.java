package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ResidualLedgerTest {

  @Test
  void empty_nothingDone_hasAllItsBudget() {
    ResidualLedger ledger = ResidualLedger.empty(2);
    assertEquals(new ResidualLedger(2, 0, 0, 0), ledger);
    assertEquals(0, ledger.usedShare());
    assertFalse(ledger.retrainDue());
  }

  @Test
  void plus_severalRequests_addsUpWhatTheyLeft() {
    ResidualLedger ledger = ResidualLedger.empty(2).plus(0.25).plus(0).plus(0.75);
    assertEquals(new ResidualLedger(2, 3, 1, 0.75), ledger);
    assertEquals(0.5, ledger.usedShare());
    assertFalse(ledger.retrainDue());
  }

  @Test
  void retrainDue_budgetSpent_isTrueFromThenOn() {
    ResidualLedger spent = ResidualLedger.empty(2).plus(1.5).plus(0.5);
    assertTrue(spent.retrainDue());
    assertTrue(spent.plus(0).retrainDue());
    assertEquals(1.25, spent.plus(0.5).usedShare());
  }

  @Test
  void constructor_badNumbers_refused() {
    assertThrows(IllegalArgumentException.class, () -> new ResidualLedger(0, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new ResidualLedger(1, -1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new ResidualLedger(1, 1, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> new ResidualLedger(1, 1, 1, 2));
    assertThrows(IllegalArgumentException.class, () -> new ResidualLedger(1, 1, Double.NaN, 0));
  }
}
