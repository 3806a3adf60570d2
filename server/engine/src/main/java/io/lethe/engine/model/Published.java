package io.lethe.engine.model;

import java.util.concurrent.CompletableFuture;

/**
 * A version that answers now.
 *
 * @param replaced the end of the version before it, see {@link ModelRegistry#publish}
 */
public record Published(ModelVersion version, CompletableFuture<VersionId> replaced) {}
