package io.lethe.engine.publish;

import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;

import java.util.concurrent.CompletableFuture;

/**
 * A version that answers now.
 *
 * @param replaced the end of the version before it, see {@link ModelRegistry#publish}
 */
public record Published(ModelVersion version, CompletableFuture<VersionId> replaced) {}
