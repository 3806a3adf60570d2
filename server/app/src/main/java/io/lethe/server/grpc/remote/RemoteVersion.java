package io.lethe.server.grpc.remote;

import io.lethe.v1.ModelMetrics;
import io.lethe.v1.ModelVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A version of a model.
 *
 * @param name {@code models/{model}/versions/{number}}
 * @param state such as {@code AVAILABLE}
 * @param origin such as {@code TRAINING}
 * @param digest SHA-256 of its checkpoint's manifest
 * @param options of the plugin, as its last training used them
 * @param ndcgAt10 measured on held-out interactions
 * @param recallAt20 likewise
 * @param popularNdcgAt10 likewise, of the most popular items instead
 * @param build time its training took; zero where none did
 */
public record RemoteVersion(
    String name, String state, boolean active, Instant created, String plugin, String origin,
    long users, long items, long interactions, long parameters, String digest, long erasurePosition,
    Map<String, String> options, OptionalDouble ndcgAt10, OptionalDouble recallAt20,
    OptionalDouble popularNdcgAt10, Duration build) {

  public RemoteVersion {
    options = Map.copyOf(options);
  }

  /** Its number. */
  public String number() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  static RemoteVersion of(ModelVersion version) {
    ModelMetrics metrics = version.getMetrics();
    return new RemoteVersion(
        version.getName(), version.getState().name().replace("STATE_", ""), version.getActive(),
        Times.instant(version.getCreateTime()), version.getPlugin(),
        version.getOrigin().name().replace("ORIGIN_", ""), version.getUserCount(),
        version.getItemCount(), version.getInteractionCount(), version.getParameterCount(),
        version.getDigest(), version.getErasurePosition(), version.getTrainingOptionsMap(),
        optional(metrics.hasNdcgAt10(), metrics.getNdcgAt10()),
        optional(metrics.hasRecallAt20(), metrics.getRecallAt20()),
        optional(metrics.hasPopularNdcgAt10(), metrics.getPopularNdcgAt10()),
        Times.duration(metrics.getBuildDuration()));
  }

  private static OptionalDouble optional(boolean measured, double value) {
    return measured ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
