package io.lethe.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.ErasureEffort;
import io.lethe.engine.erasure.ErasureMeasures;
import io.lethe.engine.erasure.ErasureMeasures.Gate;
import io.lethe.unlearning.UnlearningReport;
import io.lethe.v1.ReceiptGate;
import io.lethe.v1.ReceiptStatement;
import io.lethe.v1.Residue;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What receipts state of the numbers that an erasure measured. */
class ReceiptMeasuresTest {

  private static final ErasureMeasures.Update UPDATE = new ErasureMeasures.Update(
      new UnlearningReport.Step(0.3, 1.5, 0.1, 2, 3, 4, 5),
      new UnlearningReport.Losses(0.6, 0.7, 0.8, 0.9, 1.0), Double.NaN, 1.1,
      new UnlearningReport.Renewal(12, Double.NaN, -1.3),
      new UnlearningReport.Residue(1.4, 15, 1.6, 1.7, 0.25));

  @Test
  void takenUpdate_statesWhatWasMeasuredAndItsGate() throws InvalidProtocolBufferException {
    Gate gate = new Gate("relative-step-norm", 0.1, 0.95, false);
    ReceiptStatement statement = ExactReceiptTest.encoded(
        ErasureEffort.FAST, Assurance.APPROXIMATE,
        new ErasureMeasures(UPDATE, null, List.of(gate)));
    Residue residue = Residue.newBuilder()
        .setStepNorm(1.5)
        .setRelativeStepNorm(0.1)
        .setForgetLossBefore(0.6)
        .setForgetLossAfter(0.7)
        .setHeldOutLoss(0.8)
        .setRetainedLossBefore(0.9)
        .setRetainedLossAfter(1.0)
        .build();
    assertEquals(residue, statement.getResidue());
    assertEquals(0.3, statement.getDamping());
    assertEquals(0.25, statement.getResidualBudgetUsed());
    ReceiptGate stated = ReceiptGate.newBuilder()
        .setGate("relative-step-norm")
        .setMeasured(0.1)
        .setBound(0.95)
        .build();
    assertEquals(List.of(stated), statement.getGatesList());
    assertEquals("", statement.getRefusedBy());
  }

  /** The version comes from a training: the numbers of the update are not the version's. */
  @Test
  void refusedUpdate_statesNothingOfIt() throws InvalidProtocolBufferException {
    Gate gate = new Gate("step-too-large", 0.99, 0.95, true);
    ReceiptStatement statement = ExactReceiptTest.encoded(
        ErasureEffort.RETRAINED, Assurance.RETRAINED,
        new ErasureMeasures(UPDATE, null, List.of(gate)));
    assertEquals(Residue.getDefaultInstance(), statement.getResidue());
    assertFalse(statement.hasDamping());
    assertFalse(statement.hasResidualBudgetUsed());
    assertEquals(List.of(), statement.getGatesList());
    assertEquals("step-too-large", statement.getRefusedBy());
  }
}
