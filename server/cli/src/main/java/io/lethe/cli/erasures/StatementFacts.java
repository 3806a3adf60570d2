package io.lethe.cli.erasures;

import com.google.protobuf.Timestamp;
import io.lethe.v1.Assurance;
import io.lethe.v1.ReceiptStatement;
import io.lethe.v1.Residue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A receipt's statement in words. Confined to one thread. */
public final class StatementFacts {

  private static final int VERSION_BEFORE_THE_LOG = 1;

  private final boolean logged;
  private final List<Fact> facts = new ArrayList<>();
  /** Where among the facts those begin that were measured, and where they end. */
  private int measuredFrom;
  private int measuredTo;

  private StatementFacts(boolean logged) {
    this.logged = logged;
  }

  /** One line of a statement. */
  record Fact(String name, String value) {}

  static StatementFacts of(ReceiptStatement statement) {
    StatementFacts words = new StatementFacts(
        statement.getReceiptVersion() != VERSION_BEFORE_THE_LOG);
    words.what(statement);
    words.measuredFrom = words.facts.size();
    words.measures(statement);
    words.residue(statement.getResidue());
    words.measuredTo = words.facts.size();
    words.times(statement);
    statement.getCoveredScopesList().forEach(scope -> words.add("covers", scope));
    statement.getUncoveredScopesList().forEach(scope -> words.add("does not cover", scope));
    return words;
  }

  /** Whether it was stated when the server kept a log. */
  boolean logged() {
    return logged;
  }

  List<Fact> all() {
    return List.copyOf(facts);
  }

  /** Checks, budgets, losses and residuals. */
  List<Fact> measured() {
    return List.copyOf(facts.subList(measuredFrom, measuredTo));
  }

  /** What the statement says of this; empty if nothing. */
  public String fact(String name) {
    return facts.stream()
        .filter(fact -> fact.name().equals(name))
        .findFirst()
        .map(Fact::value)
        .orElse("");
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
    add("assurance", words(statement.getAssurance().name(), "ASSURANCE_"));
    add("which means", meaning(statement));
    if (statement.getAssurance() == Assurance.ASSURANCE_CONTAINED) {
      add("failed because of", statement.getFailureReason().name());
    } else if (ReceiptWords.leftAsItWas(statement)) {
      add("method", "none");
      forgotten(statement);
      destroyed(statement);
    } else {
      how(statement);
    }
  }

  /** What its assurance means; a newer server's value is told as its number, and is no forgery. */
  private static String meaning(ReceiptStatement statement) {
    return switch (statement.getAssurance()) {
      case ASSURANCE_CONTAINED -> "no longer served; its influence on the model is still there";
      case ASSURANCE_APPROXIMATE -> statement.getResidue().equals(Residue.getDefaultInstance())
          ? "its influence is removed; the parameters had not to change for it any more, so nothing "
              + "was measured"
          : "its influence is removed as far as was measured";
      case ASSURANCE_EXACT -> "equal to retraining" + residual(statement.getResidue());
      case ASSURANCE_RETRAINED -> "the version was trained without it";
      case ASSURANCE_NOT_LEARNED -> statement.getUnlearnedVersion().isEmpty()
          ? "no version of the model is there; the data is deleted"
          : "the version that answers was trained before it came; the data is deleted";
      case ASSURANCE_TRAINED_ELSEWHERE ->
        "the vectors were trained elsewhere, and the server did not see that training";
      case ASSURANCE_UNSPECIFIED, UNRECOGNIZED ->
        "number %d, which this version does not know".formatted(statement.getAssuranceValue());
    };
  }

  private static String residual(Residue residue) {
    return residue.hasRefitResidual() && residue.hasRefitTolerance()
        ? String.format(
            Locale.ROOT, ": measured residual %.1e, at most %.1e", residue.getRefitResidual(),
            residue.getRefitTolerance())
        : "";
  }

  private void how(ReceiptStatement statement) {
    add("plugin", statement.getPlugin() + " " + statement.getPluginVersion());
    add("method", words(statement.getMethod().name(), "UNLEARNING_METHOD_"));
    add("effort", words(statement.getEffort().name(), "UNLEARNING_EFFORT_"));
    forgotten(statement);
    add(
        "rows", "%d changed, %d dropped"
            .formatted(statement.getChangedRowCount(), statement.getDroppedRowCount()));
    destroyed(statement);
  }

  private void destroyed(ReceiptStatement statement) {
    statement.getDestroyedVersionsList()
        .forEach(
            gone -> add(
                "destroyed", "%s at %s".formatted(gone.getVersion(), time(gone.getDestroyTime()))));
  }

  private void forgotten(ReceiptStatement statement) {
    add("forgotten", ReceiptWords.forgotten(statement));
  }

  private void measures(ReceiptStatement statement) {
    if (statement.hasDamping()) {
      add("damping", number(statement.getDamping()));
    }
    if (statement.hasResidualBudgetUsed()) {
      add("budget used", number(statement.getResidualBudgetUsed()));
    }
    if (!statement.getRefusedBy().isEmpty()) {
      add("update refused by", statement.getRefusedBy());
    }
    statement.getGatesList()
        .forEach(
            gate -> add(
                "gate " + gate.getGate(),
                "%s; at %s %s".formatted(
                    number(gate.getMeasured()), gate.getLowerBound() ? "least" : "most",
                    number(gate.getBound()))));
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
    if (residue.hasRefitResidual()) {
      add(
          "residual of the refit", "%s; up to %s is rounding"
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
