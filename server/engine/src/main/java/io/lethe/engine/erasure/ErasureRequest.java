package io.lethe.engine.erasure;

import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import java.util.UUID;

/**
 * A request to forget.
 *
 * @param requestId made by the caller; the same one on each retry
 */
public record ErasureRequest(
    UUID requestId, ModelName model, ErasureTarget target, ErasureMethod method) {}
