package io.lethe.cli.erasures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.v1.Assurance;
import io.lethe.v1.DestroyedVersion;
import io.lethe.v1.ReceiptStatement;
import io.lethe.v1.Residue;
import org.junit.jupiter.api.Test;

class StatementFactsTest {

  private static ReceiptStatement refitted(Assurance assurance) {
    return ReceiptStatement.newBuilder()
        .setReceiptVersion(2)
        .setErasure("erasures/e1")
        .setAssurance(assurance)
        .setResidue(Residue.newBuilder().setRefitResidual(3e-13).setRefitTolerance(1e-8))
        .build();
  }

  @Test
  void exact_isToldInASentenceWithItsResidual() {
    StatementFacts facts = StatementFacts.of(refitted(Assurance.ASSURANCE_EXACT));

    assertEquals("exact", facts.fact("assurance"));
    assertEquals(
        "equal to retraining: measured residual 3.0e-13, at most 1.0e-08",
        facts.fact("which means"));
  }

  @Test
  void approximate_isToldAsThat() {
    StatementFacts facts = StatementFacts.of(refitted(Assurance.ASSURANCE_APPROXIMATE));

    assertEquals("approximate", facts.fact("assurance"));
    assertEquals("3.000e-13; up to 1.000e-08 is rounding", facts.fact("residual of the refit"));
  }

  @Test
  void assurance_ofANewerServer_isToldAsItsNumber() {
    ReceiptStatement newer = refitted(Assurance.ASSURANCE_EXACT).toBuilder()
        .setAssuranceValue(99)
        .build();

    assertEquals(
        "number 99, which this version does not know",
        StatementFacts.of(newer).fact("which means"));
  }

  @Test
  void approximateWithoutResidue_doesNotSpeakOfWhatWasMeasured() {
    ReceiptStatement bare = refitted(Assurance.ASSURANCE_APPROXIMATE).toBuilder()
        .setResidue(Residue.getDefaultInstance())
        .build();

    assertTrue(StatementFacts.of(bare).fact("which means").endsWith("so nothing was measured"));
    assertFalse(ReceiptWords.assurance(bare).contains("is stated below"));
  }

  @Test
  void notLearned_saysNoMoreThanWhatIsSo() {
    ReceiptStatement elsewhere = ReceiptStatement.newBuilder()
        .setAssurance(Assurance.ASSURANCE_NOT_LEARNED)
        .setUnlearnedVersion("models/m/versions/3")
        .setForgottenInteractionCount(3)
        .setNotLearnedInteractionCount(1)
        .addDestroyedVersions(DestroyedVersion.newBuilder().setVersion("models/m/versions/2"))
        .build();
    StatementFacts facts = StatementFacts.of(elsewhere);

    assertEquals("none", facts.fact("method"));
    assertEquals(
        "the version that answers was trained before it came; the data is deleted",
        facts.fact("which means"));
    assertTrue(facts.fact("destroyed").startsWith("models/m/versions/2"));
    assertEquals(
        "3 interactions; 1 of them came after the training of every version on the server",
        facts.fact("forgotten"));
  }
}
