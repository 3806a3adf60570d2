package io.lethe.server.config;

import io.lethe.engine.erasure.policy.ApprovalConfig;
import io.lethe.engine.erasure.policy.ErasurePolicy;
import io.lethe.engine.erasure.policy.PrincipalLimits;
import java.time.Duration;

/**
 * Who may erase how much, and by when.
 *
 * @param legalTerm from acceptance until an erasure must be completed
 */
public record ErasureRules(ErasurePolicy policy, Duration legalTerm) {

  static ErasureRules of(Configuration configuration) {
    return new ErasureRules(
        new ErasurePolicy(
            new ApprovalConfig(
                configuration.get(ErasureSettings.APPROVAL_INTERACTIONS_ABOVE),
                configuration.get(ErasureSettings.APPROVAL_SHARE_ABOVE)),
            new PrincipalLimits(
                configuration.get(ErasureSettings.LIMITS_ERASURES_PER_HOUR),
                configuration.get(ErasureSettings.LIMITS_SHARE_PER_DAY)),
            Duration.ofMillis(configuration.get(ErasureSettings.BATCH_WAIT_MS)),
            Duration.ofSeconds(configuration.get(ErasureSettings.ALARM_SECONDS)),
            ErasurePolicy.defaults().crashesMax()),
        Duration.ofDays(configuration.get(ErasureSettings.LEGAL_DAYS)));
  }
}
