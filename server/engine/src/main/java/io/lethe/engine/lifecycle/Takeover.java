package io.lethe.engine.lifecycle;

import io.lethe.engine.model.VersionManifest;
import io.lethe.engine.publish.VersionMetrics;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How the lists of a version that was trained again by itself stand beside those of the version
 * that answered, on the same held-out interactions, which neither had learned.
 *
 * @param ndcg NDCG@10 of the new one, the mean over users; 0 to 1
 * @param replaced the same of the one that answered
 * @param noise standard error of the mean difference of the two
 * @param users how many users count, at least 1
 * @param bound the loss that is allowed, per NDCG@10 of the one that answered
 */
public record Takeover(double ndcg, double replaced, double noise, long users, double bound) {

  /** A loss below so many standard errors may be chance. */
  private static final double ERRORS = 2;

  private static final String NDCG = "takeover-ndcg-at-10";
  private static final String REPLACED = "takeover-replaced-ndcg-at-10";
  private static final String NOISE = "takeover-noise";
  private static final String USERS = "takeover-users";
  private static final String BOUND = "takeover-bound";

  public Takeover {
    if (!(ndcg >= 0 && replaced >= 0 && noise >= 0 && users >= 1 && bound >= 0)) {
      throw new IllegalArgumentException(
          "NDCG@10 %s beside %s, noise %s, %d users, bound %s"
              .formatted(ndcg, replaced, noise, users, bound));
    }
  }

  /** Whether the new one loses more than is allowed, and more than chance explains. */
  public boolean refused() {
    double loss = replaced - ndcg;
    return loss > bound * replaced && loss > ERRORS * noise;
  }

  /** The verdict by which a version did not take over; empty for every other version. */
  public static Optional<Takeover> refusalOf(VersionManifest manifest) {
    Map<String, Double> metrics = manifest.metrics();
    return VersionMetrics.isRefused(manifest)
        ? Optional.of(
            new Takeover(
                metrics.getOrDefault(NDCG, 0.0), metrics.getOrDefault(REPLACED, 0.0),
                metrics.getOrDefault(NOISE, 0.0), metrics.getOrDefault(USERS, 1.0).longValue(),
                metrics.getOrDefault(BOUND, 0.0)))
        : Optional.empty();
  }

  /** What the version's metrics say of it, whether or not it took over. */
  Map<String, Double> metrics() {
    return Map
        .of(NDCG, ndcg, REPLACED, replaced, NOISE, noise, USERS, (double) users, BOUND, bound);
  }

  /** What marks a version that did not take over. */
  static Map<String, Double> mark() {
    return Map.of(VersionMetrics.REFUSED, 1.0);
  }

  /** In words, for people. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "NDCG@10 %.4f beside %.4f of the version before, on held-out interactions of %d users that"
            + " neither learned; a loss of %.1f %% is allowed",
        ndcg, replaced, users, 100 * bound);
  }
}
