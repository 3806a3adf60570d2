package io.lethe.engine.erasure.policy;

import java.time.Duration;

/**
 * What an operator decides about erasures.
 *
 * @param approval which requests wait for a second person
 * @param limits how much one principal may ask for
 * @param batchWait how long the first of a batch waits for others, so that the difference of two
 *     versions is several people's; bounded by the largest batch
 * @param alarmAfter an erasure that is not completed so long after its acceptance is stuck
 * @param crashesMax a batch during which the process died more often is taken apart; an erasure
 *     during which it died more than twice as often is retrained, more than three times as often
 *     given up
 */
public record ErasurePolicy(
    ApprovalConfig approval, PrincipalLimits limits, Duration batchWait, Duration alarmAfter,
    int crashesMax) {

  public ErasurePolicy {
    if (batchWait.isNegative() || !alarmAfter.isPositive() || crashesMax < 1) {
      throw new IllegalArgumentException(
          "a batch wait of %s, an alarm after %s, %d crashes; 0 or more, above 0, at least 1"
              .formatted(batchWait, alarmAfter, crashesMax));
    }
  }

  /** The recommended settings. */
  public static ErasurePolicy defaults() {
    return new ErasurePolicy(
        ApprovalConfig.defaults(), PrincipalLimits.defaults(), Duration.ZERO, Duration.ofHours(1),
        3);
  }

  /** The same without approvals, and with limits that nobody meets. */
  public static ErasurePolicy open() {
    return defaults().with(ApprovalConfig.none()).with(PrincipalLimits.none());
  }

  /** The same with other approvals. */
  public ErasurePolicy with(ApprovalConfig other) {
    return new ErasurePolicy(other, limits, batchWait, alarmAfter, crashesMax);
  }

  /** The same with other limits. */
  public ErasurePolicy with(PrincipalLimits other) {
    return new ErasurePolicy(approval, other, batchWait, alarmAfter, crashesMax);
  }

  /** The same with another wait for a batch. */
  public ErasurePolicy withBatchWait(Duration other) {
    return new ErasurePolicy(approval, limits, other, alarmAfter, crashesMax);
  }
}
