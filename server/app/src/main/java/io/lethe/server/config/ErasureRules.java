package io.lethe.server.config;

import io.lethe.engine.erasure.policy.ApprovalConfig;
import io.lethe.engine.erasure.policy.ErasurePolicy;
import io.lethe.engine.erasure.policy.PrincipalLimits;
import java.time.Duration;
import java.util.Arrays;

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
   *     principal, a second person cannot approve and one person's limits would be everyone's: such
   *     rules then hold only if a setting asks for them
   */
  static ErasureRules of(Configuration configuration, boolean authenticated) {
    return new ErasureRules(
        new ErasurePolicy(
            authenticated || isSet(
                configuration, ErasureSettings.APPROVAL_INTERACTIONS_ABOVE,
                ErasureSettings.APPROVAL_SHARE_ABOVE)
                    ? approval(configuration)
                    : ApprovalConfig.none(),
            authenticated || isSet(
                configuration, ErasureSettings.LIMITS_ERASURES_PER_HOUR,
                ErasureSettings.LIMITS_SHARE_PER_DAY)
                    ? limits(configuration)
                    : PrincipalLimits.none(),
            Duration.ofMillis(configuration.get(ErasureSettings.BATCH_WAIT_MS)),
            Duration.ofSeconds(configuration.get(ErasureSettings.ALARM_SECONDS)),
            ErasurePolicy.defaults().crashesMax()),
        Duration.ofDays(configuration.get(ErasureSettings.LEGAL_DAYS)),
        configuration.get(ErasureSettings.MOVE_SHARED_LAYERS));
  }

  private static boolean isSet(Configuration configuration, Setting<?>... settings) {
    return Arrays.stream(settings).anyMatch(setting -> !configuration.isDefault(setting));
  }

  private static ApprovalConfig approval(Configuration configuration) {
    return new ApprovalConfig(
        configuration.get(ErasureSettings.APPROVAL_INTERACTIONS_ABOVE),
        configuration.get(ErasureSettings.APPROVAL_SHARE_ABOVE));
  }

  private static PrincipalLimits limits(Configuration configuration) {
    return new PrincipalLimits(
        configuration.get(ErasureSettings.LIMITS_ERASURES_PER_HOUR),
        configuration.get(ErasureSettings.LIMITS_SHARE_PER_DAY));
  }
}
