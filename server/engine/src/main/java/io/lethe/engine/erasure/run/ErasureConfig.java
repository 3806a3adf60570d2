package io.lethe.engine.erasure.run;

import io.lethe.engine.erasure.policy.ErasurePolicy;
import io.lethe.engine.work.RetryingLoop;
import java.time.Duration;

/**
 * Bounds of erasure work.
 *
 * @param batchErasuresMax most erasures solved together
 * @param pendingErasuresMax most accepted and unsolved erasures of one model; more are turned away
 * @param watchersMax most listeners at once, over all erasures
 * @param finishParts completing erasures takes one part of the time in so many per model, but for a
 *     second of it in advance: the first one is completed at once, and those that go live meanwhile
 *     are completed together; 1 for no bound
 * @param retryDelayMin wait after a first storage failure; doubles with each further one
 * @param retryDelayMax longest such wait
 * @param crashWait before an erasure is begun again of which more processes died than {@link
 *     ErasurePolicy#crashesMax}; doubles with each further death, five times at most
 * @param legalTerm from acceptance until an erasure must be completed
 * @param policy what an operator decides
 */
public record ErasureConfig(
    int batchErasuresMax, int pendingErasuresMax, int watchersMax, int finishParts,
    Duration retryDelayMin, Duration retryDelayMax, Duration crashWait, Duration legalTerm,
    ErasurePolicy policy) {

  public ErasureConfig {
    if (batchErasuresMax < 1 || pendingErasuresMax < 1 || watchersMax < 1 || finishParts < 1) {
      throw new IllegalArgumentException(
          "bounds of %d erasures in a batch, %d pending, %d watchers and one part in %d; each at least 1"
              .formatted(batchErasuresMax, pendingErasuresMax, watchersMax, finishParts));
    }
    if (retryDelayMin.isNegative() || crashWait.isNegative()
        || retryDelayMax.compareTo(retryDelayMin) < 0) {
      throw new IllegalArgumentException(
          "delays of %s to %s, and %s; 0 or more"
              .formatted(retryDelayMin, retryDelayMax, crashWait));
    }
  }

  /** With a policy that holds nobody up, and without a wait after crashes. */
  public ErasureConfig(
      int batchErasuresMax, int pendingErasuresMax, int watchersMax, int finishParts,
      Duration retryDelayMin, Duration retryDelayMax, Duration legalTerm) {
    this(
        batchErasuresMax, pendingErasuresMax, watchersMax, finishParts, retryDelayMin,
        retryDelayMax, Duration.ZERO, legalTerm, ErasurePolicy.open());
  }

  /** The same with another policy and legal term. */
  public ErasureConfig with(ErasurePolicy other, Duration term) {
    return new ErasureConfig(
        batchErasuresMax, pendingErasuresMax, watchersMax, finishParts, retryDelayMin,
        retryDelayMax, crashWait, term, other);
  }

  /** The same with another wait after crashes. */
  public ErasureConfig withCrashWait(Duration other) {
    return new ErasureConfig(
        batchErasuresMax, pendingErasuresMax, watchersMax, finishParts, retryDelayMin,
        retryDelayMax, other, legalTerm, policy);
  }

  RetryingLoop.Delays retryDelays() {
    return new RetryingLoop.Delays(retryDelayMin, retryDelayMax);
  }

  /** The recommended settings. */
  public static ErasureConfig defaults() {
    return new ErasureConfig(
        64, 100_000, 10_000, 2, Duration.ofMillis(200), Duration.ofSeconds(60),
        Duration.ofSeconds(10), Duration.ofDays(30), ErasurePolicy.defaults());
  }
}
