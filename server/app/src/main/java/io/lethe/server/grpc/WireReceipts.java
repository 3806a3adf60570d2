package io.lethe.server.grpc;

import com.google.protobuf.ByteString;
import io.lethe.engine.erasure.ErasureEffort;
import io.lethe.engine.erasure.ErasureMeasures;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.Milestones;
import io.lethe.engine.erasure.receipt.ProvenReceipt;
import io.lethe.engine.erasure.receipt.ReceiptStatement;
import io.lethe.engine.erasure.receipt.StatementEncoder;
import io.lethe.v1.Assurance;
import io.lethe.v1.DestroyedVersion;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.Receipt;
import io.lethe.v1.ReceiptGate;
import io.lethe.v1.Residue;
import io.lethe.v1.UnlearningEffort;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.DoubleConsumer;

/** Receipts for the wire, and the bytes of their statements. */
public final class WireReceipts implements StatementEncoder {

  @Override
  public byte[] encode(ReceiptStatement statement) {
    return toWire(statement).toByteArray();
  }

  static Receipt of(ProvenReceipt proven) {
    io.lethe.engine.erasure.Receipt receipt = proven.receipt();
    Receipt.Builder wire = Receipt.newBuilder()
        .setName(ResourceNames.receiptOf(proven.id()))
        .setStatement(ByteString.copyFrom(receipt.statement()))
        .setSignature(ByteString.copyFrom(receipt.signature()))
        .setPublicKey(ByteString.copyFrom(receipt.publicKey()))
        .setKeyId(keyId(receipt.publicKey()))
        .setCommitmentKey(ByteString.copyFrom(proven.commitmentKey()));
    if (proven.proof() != null) {
      wire.setLogOrigin(proven.origin()).setTransparencyProof(proven.proof().encoded());
    }
    return wire.build();
  }

  /** SHA-256 of a raw public key, 64 lower-case hexadecimal digits. */
  static String keyId(byte[] publicKey) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(publicKey));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this JDK has no SHA-256", missing);
    }
  }

  private static io.lethe.v1.ReceiptStatement toWire(ReceiptStatement statement) {
    io.lethe.v1.ReceiptStatement.Builder wire = io.lethe.v1.ReceiptStatement.newBuilder()
        .setReceiptVersion(ReceiptStatement.RECEIPT_VERSION)
        .setErasure(ResourceNames.of(statement.id()))
        .setModel(ResourceNames.of(statement.facts().model()))
        .setErasurePosition(statement.facts().position())
        .addAllCoveredScopes(statement.scopes().covered())
        .addAllUncoveredScopes(statement.scopes().uncovered())
        .setServerBuild(statement.serverBuild())
        .setRequestCommitment(statement.commitment().value())
        .setCommitmentKeyDigest(statement.commitment().keyDigest())
        .setRequester(statement.facts().requester())
        .setExpireTime(WireTimes.of(statement.facts().expires()));
    if (statement.facts().approver() != null) {
      wire.setApprover(statement.facts().approver());
    }
    switch (statement.ending()) {
      case ReceiptStatement.Ending.Unlearned(ErasureOutcome outcome) -> outcome(wire, outcome);
      case ReceiptStatement.Ending.Contained contained -> contained(wire, contained);
    }
    statement.destroyed().forEach(version -> wire.addDestroyedVersions(destroyed(version)));
    milestones(wire, statement.milestones());
    return wire.build();
  }

  private static void contained(
      io.lethe.v1.ReceiptStatement.Builder wire, ReceiptStatement.Ending.Contained contained) {
    wire.setAssurance(Assurance.ASSURANCE_CONTAINED)
        .setFailureReason(ErrorReason.valueOf(contained.failure().kind().name()));
    if (contained.base() != null) {
      wire.setBaseVersion(ResourceNames.of(contained.base()));
    }
  }

  private static DestroyedVersion destroyed(io.lethe.engine.model.DestroyedVersion version) {
    return DestroyedVersion.newBuilder()
        .setVersion(ResourceNames.of(version.id()))
        .setDigest(version.digest())
        .setDestroyTime(WireTimes.of(version.time()))
        .build();
  }

  private static void outcome(io.lethe.v1.ReceiptStatement.Builder wire, ErasureOutcome outcome) {
    if (outcome.base() != null) {
      wire.setBaseVersion(ResourceNames.of(outcome.base()));
    }
    if (outcome.unlearned() != null) {
      wire.setUnlearnedVersion(ResourceNames.of(outcome.unlearned()));
    }
    if (outcome.effort() != null) {
      wire.setEffort(effort(outcome.effort()));
    }
    wire.setBaseVersionDigest(outcome.baseDigest())
        .setUnlearnedVersionDigest(outcome.unlearnedDigest())
        .setPlugin(outcome.plugin())
        .setPluginVersion(outcome.pluginVersion())
        .setMethod(WireErasures.method(outcome.method()))
        .setAssurance(assurance(outcome.assurance()))
        .setForgottenInteractionCount(outcome.forgotten())
        .setNotLearnedInteractionCount(outcome.notLearned())
        .setChangedRowCount(outcome.changedRows())
        .setDroppedRowCount(outcome.droppedRows())
        .setSelectedParameterCount(outcome.selectedParameters());
    measures(wire, outcome.measures());
  }

  /** A refused update is not what the version was made by: nothing of it is stated. */
  private static void measures(
      io.lethe.v1.ReceiptStatement.Builder wire, ErasureMeasures measures) {
    Residue.Builder residue = Residue.newBuilder();
    if (measures.update() != null && measures.refusal().isEmpty()) {
      update(residue, measures.update());
      set(measures.update().step().damping(), wire::setDamping);
      set(measures.update().residue().budgetUsed(), wire::setResidualBudgetUsed);
    }
    if (measures.refit() != null) {
      set(measures.refit().residual(), residue::setRefitResidual);
      set(measures.refit().tolerance(), residue::setRefitTolerance);
    }
    wire.setResidue(residue);
    measures.refusal().ifPresent(gate -> wire.setRefusedBy(gate.name()));
    measures.gates()
        .stream()
        .filter(gate -> !gate.refused())
        .forEach(gate -> wire.addGates(gate(gate)));
  }

  private static void update(Residue.Builder residue, ErasureMeasures.Update update) {
    set(update.gradientResidual(), residue::setGradientResidual);
    set(update.step().norm(), residue::setStepNorm);
    set(update.step().relativeNorm(), residue::setRelativeStepNorm);
    set(update.losses().forgetBefore(), residue::setForgetLossBefore);
    set(update.losses().forgetAfter(), residue::setForgetLossAfter);
    set(update.losses().heldOut(), residue::setHeldOutLoss);
    set(update.losses().probeBefore(), residue::setRetainedLossBefore);
    set(update.losses().probeAfter(), residue::setRetainedLossAfter);
  }

  /** What was not measured is absent. */
  private static void set(double measured, DoubleConsumer setter) {
    if (Double.isFinite(measured)) {
      setter.accept(measured);
    }
  }

  private static ReceiptGate gate(ErasureMeasures.Gate gate) {
    return ReceiptGate.newBuilder()
        .setGate(gate.name())
        .setMeasured(gate.value())
        .setBound(gate.bound())
        .build();
  }

  private static void milestones(io.lethe.v1.ReceiptStatement.Builder wire, Milestones milestones) {
    wire.setReceiveTime(WireTimes.of(milestones.received()));
    if (milestones.contained() != null) {
      wire.setContainTime(WireTimes.of(milestones.contained()));
    }
    if (milestones.unlearned() != null) {
      wire.setUnlearnTime(WireTimes.of(milestones.unlearned()));
    }
    if (milestones.purged() != null) {
      wire.setPurgeTime(WireTimes.of(milestones.purged()));
    }
  }

  private static UnlearningEffort effort(ErasureEffort effort) {
    return switch (effort) {
      case FAST -> UnlearningEffort.UNLEARNING_EFFORT_FAST;
      case REFINED -> UnlearningEffort.UNLEARNING_EFFORT_REFINED;
      case CONVERGED -> UnlearningEffort.UNLEARNING_EFFORT_CONVERGED;
      case REFITTED -> UnlearningEffort.UNLEARNING_EFFORT_REFITTED;
      case RETRAINED -> UnlearningEffort.UNLEARNING_EFFORT_RETRAINED;
    };
  }

  private static Assurance assurance(io.lethe.engine.erasure.Assurance assurance) {
    return switch (assurance) {
      case CONTAINED -> Assurance.ASSURANCE_CONTAINED;
      case APPROXIMATE -> Assurance.ASSURANCE_APPROXIMATE;
      case EXACT -> Assurance.ASSURANCE_EXACT;
      case RETRAINED -> Assurance.ASSURANCE_RETRAINED;
      case NOT_LEARNED -> Assurance.ASSURANCE_NOT_LEARNED;
      case TRAINED_ELSEWHERE -> Assurance.ASSURANCE_TRAINED_ELSEWHERE;
    };
  }
}
