package io.lethe.cli.erasures;

import com.google.protobuf.Timestamp;
import io.lethe.cli.terminal.Units;
import io.lethe.v1.Assurance;
import io.lethe.v1.ReceiptStatement;
import io.lethe.v1.Residue;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A receipt's statement in sentences, for people who do not run servers. */
final class ReceiptWords {

  private static final DateTimeFormatter TIME = DateTimeFormatter
      .ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
      .withZone(ZoneOffset.UTC);

  private ReceiptWords() {}

  /** What came of the request, in one sentence. */
  static String outcome(ReceiptStatement statement) {
    return switch (statement.getAssurance()) {
      case ASSURANCE_CONTAINED ->
        "The data is no longer used in answers, but the model could not be made to forget it.";
      case ASSURANCE_APPROXIMATE, ASSURANCE_EXACT, ASSURANCE_RETRAINED ->
        "The data was erased, and the model has forgotten it.";
      case ASSURANCE_NOT_LEARNED ->
        "The data was erased, and the model did not have to be changed for it.";
      case ASSURANCE_TRAINED_ELSEWHERE ->
        "The data was erased. The model was trained elsewhere, and this server did not see what that "
            + "training read.";
      case ASSURANCE_UNSPECIFIED, UNRECOGNIZED ->
        "The request ended in a way that this version of Lethe has no words for.";
    };
  }

  /** What may be said about the influence on the model. */
  static String assurance(ReceiptStatement statement) {
    return switch (statement.getAssurance()) {
      case ASSURANCE_CONTAINED ->
        "Contained. What was to be erased is no longer shown to anybody. The model had learned from "
            + "it, and what it learned is still in the model. The erasure failed, and somebody has to "
            + "see to it.";
      case ASSURANCE_APPROXIMATE -> !statement.getResidue().equals(Residue.getDefaultInstance())
          ? "Approximate. What the model had learned from the erased data was calculated and taken "
              + "out. The calculation is an approximation; what it left was measured and is stated "
              + "below."
          : "Approximate. Nothing in the model had to change for this request any more: the data had "
              + "only served to check the training, or an earlier request had taken it out, by a "
              + "calculation that is an approximation.";
      case ASSURANCE_EXACT ->
        "Exact. The model is the one that a training without the erased data would have given, but "
            + "for rounding. That was measured, and the measured difference is stated below.";
      case ASSURANCE_RETRAINED -> "Retrained. The model was trained anew, without the erased data.";
      case ASSURANCE_NOT_LEARNED -> "Not learned. " + (statement.getUnlearnedVersion().isEmpty()
          ? "There was no version of the model that could have learned from the data, or the "
              + "model had been deleted."
          : "The data came after the training of the version that answers. Whatever the model had "
              + "learned from it since, in memory alone, is thrown away.")
          + " The data itself is deleted.";
      case ASSURANCE_TRAINED_ELSEWHERE ->
        "Trained elsewhere. The model that answers was trained outside this server, which did not see "
            + "that training and measured nothing. The import of the model declared up to which erasure "
            + "its training had left data out. The data itself is deleted here.";
      case ASSURANCE_UNSPECIFIED, UNRECOGNIZED ->
        "Assurance number %d, which this version of Lethe does not know. A newer one can explain it."
            .formatted(statement.getAssuranceValue());
    };
  }

  /** Whether nothing was to be taken out of the model that answers. */
  static boolean leftAsItWas(ReceiptStatement statement) {
    Assurance assurance = statement.getAssurance();
    return assurance == Assurance.ASSURANCE_NOT_LEARNED
        || assurance == Assurance.ASSURANCE_TRAINED_ELSEWHERE;
  }

  /** How much was forgotten. */
  static String forgotten(ReceiptStatement statement) {
    String all = Units.count(statement.getForgottenInteractionCount(), "interaction");
    long unread = statement.getNotLearnedInteractionCount();
    return unread == 0 || statement.getUnlearnedVersion().isEmpty()
        ? all
        : "%s; %s of them came after the training of every version on the server"
            .formatted(all, Units.count(unread));
  }

  /** How the model was made to forget. */
  static String method(ReceiptStatement statement) {
    return switch (statement.getEffort()) {
      case UNLEARNING_EFFORT_FAST -> "One calculated update of the model";
      case UNLEARNING_EFFORT_REFINED -> "A calculated update of the model, refined step by step";
      case UNLEARNING_EFFORT_CONVERGED -> "Corrections of the model on the data that stays";
      case UNLEARNING_EFFORT_RETRAINED -> "A new training on the data that stays";
      case UNLEARNING_EFFORT_REFITTED -> "The model solved again on the data that stays";
      case UNLEARNING_EFFORT_UNSPECIFIED, UNRECOGNIZED -> "Method number %d, effort number %d"
          .formatted(statement.getMethodValue(), statement.getEffortValue());
    };
  }

  static String time(Timestamp time) {
    return TIME.format(instant(time));
  }

  static String time(Instant time) {
    return TIME.format(time);
  }

  /** By when it was due, and whether it was in time. */
  static String due(ReceiptStatement statement) {
    String due = time(statement.getExpireTime());
    Timestamp end = statement.hasPurgeTime()
        ? statement.getPurgeTime()
        : statement.getUnlearnTime();
    if (!statement.hasPurgeTime() && !statement.hasUnlearnTime()) {
      return due;
    }
    Duration left = Duration.between(instant(end), instant(statement.getExpireTime()));
    return due + (left.isNegative()
        ? ": it was %s late".formatted(length(left.negated()))
        : ": done %s before".formatted(length(left)));
  }

  private static String length(Duration time) {
    long days = time.toDays();
    return days > 0
        ? "%d %s".formatted(days, days == 1 ? "day" : "days")
        : "%d minutes".formatted(time.toMinutes());
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
