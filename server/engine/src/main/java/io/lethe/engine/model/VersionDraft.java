package io.lethe.engine.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version that is to be published.
 *
 * @param base the version that must answer when it is; null if none does
 * @param derived whether it was made from the base, which then becomes its parent
 * @param metrics numbers measured when it was made; those that are not finite are left out
 */
public record VersionDraft(
    ModelName model, @Nullable ModelVersion base, boolean derived, VersionOrigin origin,
    VersionContent content, TrainingFacts training, long erasurePosition,
    Map<String, Double> metrics) {}
