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
 * @param finishDelay purging runs at most once in this time per model, and so much later than the
 *     first erasure went live that it waits for: erasures that follow each other closely are purged
 *     together and find the disk free
 * @param retryDelayMin wait after a first storage failure; doubles with each further one
 * @param retryDelayMax longest such wait
 * @param crashWait before an erasure is begun again of which more processes died than {@link
 *     ErasurePolicy#crashesMax}; doubles with each further death, five times at most
 * @param legalTerm from acceptance until an erasure must be completed
 * @param policy what an operator decides
 */
public record ErasureConfig(
    int batchErasuresMax, int pendingErasuresMax, int watchersMax, Duration finishDelay,
    Duration retryDelayMin, Duration retryDelayMax, Duration crashWait, Duration legalTerm,
    ErasurePolicy policy) {

  public ErasureConfig {
    if (batchErasuresMax < 1 || pendingErasuresMax < 1 || watchersMax < 1) {
      throw new IllegalArgumentException(
          "bounds of %d erasures in a batch, %d pending and %d watchers; each at least 1"
              .formatted(batchErasuresMax, pendingErasuresMax, watchersMax));
    }
    if (finishDelay.isNegative() || retryDelayMin.isNegative() || crashWait.isNegative()
        || retryDelayMax.compareTo(retryDelayMin) < 0) {
      throw new IllegalArgumentException(
          "delays of %s, %s to %s, and %s; 0 or more"
              .formatted(finishDelay, retryDelayMin, retryDelayMax, crashWait));
    }
  }

  /** With a policy that holds nobody up, and without a wait after crashes. */
  public ErasureConfig(
      int batchErasuresMax, int pendingErasuresMax, int watchersMax, Duration finishDelay,
      Duration retryDelayMin, Duration retryDelayMax, Duration legalTerm) {
    this(
        batchErasuresMax, pendingErasuresMax, watchersMax, finishDelay, retryDelayMin,
        retryDelayMax, Duration.ZERO, legalTerm, ErasurePolicy.open());
  }

  /** The same with another policy and legal term. */
  public ErasureConfig with(ErasurePolicy other, Duration term) {
    return new ErasureConfig(
        batchErasuresMax, pendingErasuresMax, watchersMax, finishDelay, retryDelayMin,
        retryDelayMax, crashWait, term, other);
  }

  /** The same with another wait after crashes. */
  public ErasureConfig withCrashWait(Duration other) {
    return new ErasureConfig(
        batchErasuresMax, pendingErasuresMax, watchersMax, finishDelay, retryDelayMin,
        retryDelayMax, other, legalTerm, policy);
  }

  RetryingLoop.Delays retryDelays() {
    return new RetryingLoop.Delays(retryDelayMin, retryDelayMax);
  }

  /** The recommended settings. */
  public static ErasureConfig defaults() {
    return new ErasureConfig(
        64, 100_000, 10_000, Duration.ofMillis(250), Duration.ofMillis(200), Duration.ofSeconds(60),
        Duration.ofSeconds(10), Duration.ofDays(30), ErasurePolicy.defaults());
  }
}
