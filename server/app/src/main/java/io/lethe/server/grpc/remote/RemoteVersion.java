package io.lethe.server.grpc.remote;

import io.lethe.v1.ModelMetrics;
import io.lethe.v1.ModelVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * A version of a model.
 *
 * @param name {@code models/{model}/versions/{number}}
 * @param state such as {@code AVAILABLE}
 * @param origin such as {@code TRAINING}
 * @param digest SHA-256 of its checkpoint's manifest
 * @param build time it took to make
 */
public record RemoteVersion(
    String name, String state, boolean active, Instant created, String plugin, String origin,
    long users, long items, long interactions, long parameters, String digest, long erasurePosition,
    OptionalDouble validationAuc, int epochs, Duration build) {

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
        version.getDigest(), version.getErasurePosition(),
        metrics.hasValidationAuc()
            ? OptionalDouble.of(metrics.getValidationAuc())
            : OptionalDouble.empty(),
        metrics.getEpochs(), Times.duration(metrics.getBuildDuration()));
  }
}
