package io.lethe.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.ErasureEffort;
import io.lethe.engine.erasure.ErasureFacts;
import io.lethe.engine.erasure.ErasureFacts.Extent;
import io.lethe.engine.erasure.ErasureFacts.Retry;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureMeasures;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.Milestones;
import io.lethe.engine.erasure.receipt.ReceiptStatement;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.v1.UnlearningEffort;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What receipts say of an erasure after which the parameters are what a training gives. */
class ExactReceiptTest {

  private static final ModelName MODEL = new ModelName("tea");
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
  private static final ErasureMeasures REFITTED = new ErasureMeasures(
      null, new ErasureMeasures.Refit(3e-13, 1e-8), List.of());

  static io.lethe.v1.ReceiptStatement encoded(
      ErasureEffort effort, Assurance assurance, ErasureMeasures measures)
      throws InvalidProtocolBufferException {
    UUID id = new UUID(1, 2);
    ErasureOutcome outcome = new ErasureOutcome(
        new VersionId(MODEL, 1), "%064x".formatted(1), new VersionId(MODEL, 2),
        "%064x".formatted(2), "ease", "0.1.0", ErasureMethod.INFLUENCE, effort, assurance, 12, 2,
        13, 1, 0, measures, false);
    byte[] bytes = new WireReceipts().encode(
        new ReceiptStatement(
            new ErasureId(id),
            new ErasureFacts(
                id, "%064x".formatted(3), MODEL, 1, ErasureTarget.Kind.USER, ErasureMethod.AUTO,
                Extent.UNCOUNTED, Retry.NONE, "operator", NOON, null),
            new Milestones(NOON, NOON, NOON, NOON), new ReceiptStatement.Ending.Unlearned(outcome),
            new ReceiptStatement.Commitment("%064x".formatted(4), "%064x".formatted(5)), List.of(),
            ReceiptStatement.Scopes.completed(outcome), "a test"));
    return io.lethe.v1.ReceiptStatement.parseFrom(bytes);
  }

  @Test
  void exact_isStatedWithItsResidual() throws InvalidProtocolBufferException {
    io.lethe.v1.ReceiptStatement statement = encoded(
        ErasureEffort.REFITTED, Assurance.EXACT, REFITTED);

    assertEquals(io.lethe.v1.Assurance.ASSURANCE_EXACT, statement.getAssurance());
    assertEquals(UnlearningEffort.UNLEARNING_EFFORT_REFITTED, statement.getEffort());
    assertEquals(3e-13, statement.getResidue().getRefitResidual());
    assertEquals(1e-8, statement.getResidue().getRefitTolerance());
  }

  @Test
  void exact_isSaidOfTheParametersAndNotOfTheOptions() throws InvalidProtocolBufferException {
    io.lethe.v1.ReceiptStatement exact = encoded(ErasureEffort.REFITTED, Assurance.EXACT, REFITTED);
    io.lethe.v1.ReceiptStatement not = encoded(
        ErasureEffort.REFITTED, Assurance.APPROXIMATE, REFITTED);

    assertEquals(not.getCoveredScopesCount() + 1, exact.getCoveredScopesCount());
    // The options, and what the plugin read by itself.
    assertEquals(not.getUncoveredScopesCount() + 2, exact.getUncoveredScopesCount());
    assertTrue(exact.getCoveredScopesList().containsAll(not.getCoveredScopesList()));
    assertTrue(exact.getUncoveredScopesList().containsAll(not.getUncoveredScopesList()));
  }
}
