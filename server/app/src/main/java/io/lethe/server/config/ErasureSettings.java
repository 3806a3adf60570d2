package io.lethe.server.config;

import io.lethe.engine.erasure.policy.ErasurePolicy;
import java.util.List;

/** The settings of who may erase how much, and by when. */
final class ErasureSettings {

  private static final ErasurePolicy USUAL = ErasurePolicy.defaults();

  static final Setting<Integer> LEGAL_DAYS = Setting.of(
      "erasure.legal-days", 30, Values.wholeNumber(1, 30),
      "days from a request to forget until it must be completed");

  static final Setting<Integer> ALARM_SECONDS = Setting.of(
      "erasure.alarm-seconds", USUAL.alarmAfter().toSeconds(), Values.wholeNumber(1, 2_592_000),
      "seconds after which an erasure that is not completed counts as stuck");

  static final Setting<Integer> BATCH_WAIT_MS = Setting.of(
      "erasure.batch-wait-ms", USUAL.batchWait().toMillis(), Values.wholeNumber(0, 86_400_000),
      "milliseconds that an erasure waits for others to be carried out with, so that two versions"
          + " differ by several people");

  static final Setting<Integer> APPROVAL_INTERACTIONS_ABOVE = Setting.of(
      "approval.interactions-above", USUAL.approval().interactionsAbove(),
      Values.wholeNumber(0, Integer.MAX_VALUE),
      "interactions that one principal's requests of a day may name before further ones wait for"
          + " another principal's approval; without authentication only if set");

  static final Setting<Double> APPROVAL_SHARE_ABOVE = Setting.of(
      "approval.share-above", USUAL.approval().shareAbove(), Values.number(0, 1),
      "share of a model's interactions that one principal's requests of a day may name before"
          + " further ones wait for another principal's approval; 1 is never; without"
          + " authentication only if set");

  static final Setting<Integer> LIMITS_ERASURES_PER_HOUR = Setting.of(
      "limits.erasures-per-hour", USUAL.limits().erasuresPerHour(),
      Values.wholeNumber(1, Integer.MAX_VALUE),
      "requests to forget of one principal in an hour; without authentication only if set");

  static final Setting<Double> LIMITS_SHARE_PER_DAY = Setting.of(
      "limits.share-per-day", USUAL.limits().sharePerDay(), Values.number(1e-6, 1),
      "share of a model's interactions that one principal's requests of a day may name, approved"
          + " ones included; 1 is no limit; without authentication only if set");

  static final Setting<Boolean> MOVE_SHARED_LAYERS = Setting.of(
      "erasure.move-shared-layers", false, Values.trueOrFalse(),
      "whether layers of a network move with the rows of what is erased where they hold a tenth of it"
          + " or more; if not, the model is trained anew");

  static final List<Setting<?>> ALL = List.of(
      MOVE_SHARED_LAYERS, LEGAL_DAYS, ALARM_SECONDS, BATCH_WAIT_MS, APPROVAL_INTERACTIONS_ABOVE,
      APPROVAL_SHARE_ABOVE, LIMITS_ERASURES_PER_HOUR, LIMITS_SHARE_PER_DAY);

  private ErasureSettings() {}
}
