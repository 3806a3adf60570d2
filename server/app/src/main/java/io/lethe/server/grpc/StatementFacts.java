package io.lethe.server.grpc;

import com.google.protobuf.Timestamp;
import io.lethe.server.grpc.CheckedReceipt.Fact;
import io.lethe.v1.Assurance;
import io.lethe.v1.ReceiptStatement;
import io.lethe.v1.Residue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A receipt's statement in words. */
final class StatementFacts {

  private final List<Fact> facts = new ArrayList<>();

  private StatementFacts() {}

  static List<Fact> of(ReceiptStatement statement) {
    StatementFacts words = new StatementFacts();
    words.what(statement);
    words.residue(statement.getResidue());
    words.times(statement);
    statement.getCoveredScopesList().forEach(scope -> words.add("covers", scope));
    statement.getUncoveredScopesList().forEach(scope -> words.add("does not cover", scope));
    return words.facts;
  }

  private void what(ReceiptStatement statement) {
    add("erasure", statement.getErasure());
    addGiven("asked by", statement.getRequester());
    addGiven("approved by", statement.getApprover());
    addGiven("request digest", statement.getRequestDigest());
    addGiven("request commitment", statement.getRequestCommitment());
    addGiven("version before", statement.getBaseVersion());
    addGiven("its digest", statement.getBaseVersionDigest());
    addGiven("version after", statement.getUnlearnedVersion());
    addGiven("its digest", statement.getUnlearnedVersionDigest());
    add("erasure position", String.valueOf(statement.getErasurePosition()));
    add("assurance", assurance(statement));
    if (statement.getAssurance() == Assurance.ASSURANCE_CONTAINED) {
      add("failed because of", statement.getFailureReason().name());
    } else {
      how(statement);
    }
  }

  /** A value that a newer server has put in is told as its number: the statement is still signed. */
  private static String assurance(ReceiptStatement statement) {
    Residue residue = statement.getResidue();
    return switch (statement.getAssurance()) {
      case ASSURANCE_EXACT -> "exact: equal to retraining, measured residual %s, at most %s"
          .formatted(number(residue.getRefitResidual()), number(residue.getRefitTolerance()));
      case ASSURANCE_UNSPECIFIED, ASSURANCE_CONTAINED, ASSURANCE_APPROXIMATE, ASSURANCE_RETRAINED ->
        words(statement.getAssurance().name(), "ASSURANCE_");
      case UNRECOGNIZED ->
        "one that this version does not know, number " + statement.getAssuranceValue();
    };
  }

  private void how(ReceiptStatement statement) {
    add("plugin", statement.getPlugin() + " " + statement.getPluginVersion());
    add("method", words(statement.getMethod().name(), "UNLEARNING_METHOD_"));
    add("effort", words(statement.getEffort().name(), "UNLEARNING_EFFORT_"));
    add("forgotten", statement.getForgottenInteractionCount() + " interactions");
    add(
        "rows", "%d changed, %d dropped"
            .formatted(statement.getChangedRowCount(), statement.getDroppedRowCount()));
    if (statement.hasDamping()) {
      add("damping", number(statement.getDamping()));
    }
    if (statement.hasResidualBudgetUsed()) {
      add("budget used", number(statement.getResidualBudgetUsed()));
    }
    statement.getGatesList()
        .forEach(
            gate -> add(
                "gate " + gate.getGate(),
                "%s; at %s %s".formatted(
                    number(gate.getMeasured()), gate.getLowerBound() ? "least" : "most",
                    number(gate.getBound()))));
    statement.getDestroyedVersionsList()
        .forEach(
            gone -> add(
                "destroyed", "%s at %s".formatted(gone.getVersion(), time(gone.getDestroyTime()))));
  }

  private void residue(Residue residue) {
    if (residue.hasStepNorm()) {
      add("step norm", number(residue.getStepNorm()));
    }
    if (residue.hasForgetLossBefore() && residue.hasForgetLossAfter()) {
      add(
          "loss of the forgotten", "%s before, %s after".formatted(
              number(residue.getForgetLossBefore()), number(residue.getForgetLossAfter())));
    }
    if (residue.hasHeldOutLoss()) {
      add("loss of never seen", number(residue.getHeldOutLoss()));
    }
    if (residue.hasRetainedLossBefore() && residue.hasRetainedLossAfter()) {
      add(
          "loss of the retained", "%s before, %s after".formatted(
              number(residue.getRetainedLossBefore()), number(residue.getRetainedLossAfter())));
    }
    if (residue.hasGradientResidual()) {
      add("gradient residual", number(residue.getGradientResidual()));
    }
    if (residue.hasRefitResidual() && residue.hasRefitTolerance()) {
      add(
          "residual of the refit", "%s; at most %s is rounding"
              .formatted(number(residue.getRefitResidual()), number(residue.getRefitTolerance())));
    }
  }

  private void times(ReceiptStatement statement) {
    add("received", time(statement.getReceiveTime()));
    add("contained", time(statement.getContainTime()));
    if (statement.hasUnlearnTime()) {
      add("unlearned", time(statement.getUnlearnTime()));
    }
    if (statement.hasPurgeTime()) {
      add("purged", time(statement.getPurgeTime()));
    }
    if (statement.hasExpireTime()) {
      add("was due", time(statement.getExpireTime()));
    }
    add("signed by build", statement.getServerBuild());
  }

  private void addGiven(String name, String value) {
    if (!value.isEmpty()) {
      add(name, value);
    }
  }

  private void add(String name, String value) {
    facts.add(new Fact(name, value));
  }

  private static String words(String constant, String prefix) {
    return constant.replace(prefix, "").toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.4g", number);
  }

  private static String time(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString();
  }
}
