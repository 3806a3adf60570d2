package io.lethe.engine.model;

import io.lethe.engine.data.TrainingFacts;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a version. Holds no personal data.
 *
 * @param parent the version it was derived from; null for a trained one
 * @param plugin name of the plugin that made it
 * @param pluginVersion that plugin's own version
 * @param pluginDigest SHA-256 of that plugin's jars, 64 hexadecimal digits; empty where it came from no
 *     folder, or the version is older than such digests
 * @param erasurePosition it reflects every erasure of its model up to this position that did not
 *     fail; 0 for none
 * @param metrics numbers measured when it was made, by name; finite
 */
public record VersionManifest(
    VersionId id, @Nullable VersionId parent, VersionOrigin origin, Instant createTime,
    String plugin, String pluginVersion, String pluginDigest, TrainingFacts training,
    VersionCounts counts, long erasurePosition, Map<String, Double> metrics) {

  public VersionManifest {
    metrics = Map.copyOf(metrics);
    if (erasurePosition < 0) {
      throw new IllegalArgumentException("erasure position " + erasurePosition + " is below 0");
    }
    if (parent != null && !parent.model().equals(id.model())) {
      throw new IllegalArgumentException(id + " cannot descend from " + parent);
    }
  }
}
