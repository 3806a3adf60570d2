package io.lethe.server.config;

import io.lethe.engine.erasure.policy.ApprovalConfig;
import io.lethe.engine.erasure.policy.ErasurePolicy;
import io.lethe.engine.erasure.policy.PrincipalLimits;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Who may erase how much, by when and how.
 *
 * @param legalTerm from acceptance until an erasure must be completed
 * @param movesSharedLayers whether an update may move layers that all interactions share
 */
public record ErasureRules(ErasurePolicy policy, Duration legalTerm, boolean movesSharedLayers) {

  /**
   * The rules that a configuration gives.
   *
   * @param authenticated whether callers have to say who they are. Where all callers are one
   *     principal, a second person cannot approve and one person's limits would be everyone's: each
   *     rule then holds only if its own setting asks for it
   */
  static ErasureRules of(Configuration configuration, boolean authenticated) {
    Predicate<Setting<?>> holds = rule -> authenticated || !configuration.isDefault(rule);
    return new ErasureRules(
        new ErasurePolicy(
            approval(configuration, holds), limits(configuration, holds),
            Duration.ofMillis(configuration.get(ErasureSettings.BATCH_WAIT_MS)),
            Duration.ofSeconds(configuration.get(ErasureSettings.ALARM_SECONDS)),
            ErasurePolicy.defaults().crashesMax()),
        Duration.ofDays(configuration.get(ErasureSettings.LEGAL_DAYS)),
        configuration.get(ErasureSettings.MOVE_SHARED_LAYERS));
  }

  private static ApprovalConfig approval(Configuration configuration, Predicate<Setting<?>> holds) {
    ApprovalConfig none = ApprovalConfig.none();
    return new ApprovalConfig(
        holds.test(ErasureSettings.APPROVAL_INTERACTIONS_ABOVE)
            ? configuration.get(ErasureSettings.APPROVAL_INTERACTIONS_ABOVE)
            : none.interactionsAbove(),
        holds.test(ErasureSettings.APPROVAL_SHARE_ABOVE)
            ? configuration.get(ErasureSettings.APPROVAL_SHARE_ABOVE)
            : none.shareAbove());
  }

  private static PrincipalLimits limits(Configuration configuration, Predicate<Setting<?>> holds) {
    PrincipalLimits none = PrincipalLimits.none();
    return new PrincipalLimits(
        holds.test(ErasureSettings.LIMITS_ERASURES_PER_HOUR)
            ? configuration.get(ErasureSettings.LIMITS_ERASURES_PER_HOUR)
            : none.erasuresPerHour(),
        holds.test(ErasureSettings.LIMITS_SHARE_PER_DAY)
            ? configuration.get(ErasureSettings.LIMITS_SHARE_PER_DAY)
            : none.sharePerDay());
  }
}
