package io.lethe.engine.erasure.policy;

/**
 * How much one principal may ask for.
 *
 * @param erasuresPerHour accepted requests in any 60 minutes, over all models
 * @param sharePerDay share of a model's interactions that its requests of any 24 hours may name,
 *     held ones included; 1 is no limit
 */
public record PrincipalLimits(int erasuresPerHour, double sharePerDay) {

  public PrincipalLimits {
    if (erasuresPerHour < 1 || !(sharePerDay > 0 && sharePerDay <= 1)) {
      throw new IllegalArgumentException(
          "%d erasures per hour and a share of %s per day; at least 1, and above 0 up to 1"
              .formatted(erasuresPerHour, sharePerDay));
    }
  }

  /** The recommended limits. */
  public static PrincipalLimits defaults() {
    return new PrincipalLimits(20_000, 0.5);
  }

  /** Limits that nobody meets. */
  public static PrincipalLimits none() {
    return new PrincipalLimits(Integer.MAX_VALUE, 1);
  }
}
