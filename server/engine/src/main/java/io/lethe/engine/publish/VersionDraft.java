package io.lethe.engine.publish;

import io.lethe.engine.data.TrainingFacts;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionOrigin;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version that is to be published.
 *
 * @param base the version that must answer when it is; null if none does
 * @param parent the version that it was made from; null for a trained one
 * @param metrics numbers measured when it was made; those that are not finite are left out
 */
public record VersionDraft(
    ModelName model, @Nullable ModelVersion base, @Nullable VersionId parent, VersionOrigin origin,
    VersionContent content, TrainingFacts training, long erasurePosition,
    Map<String, Double> metrics) {

  /** Whether it was made from the base. */
  boolean derived() {
    return base != null && base.id().equals(parent);
  }
}
