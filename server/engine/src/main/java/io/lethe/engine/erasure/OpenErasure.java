package io.lethe.engine.erasure;

import io.lethe.engine.subject.ErasureTarget;

/**
 * An erasure that is not completed, with what it names. Contains personal data: never logged.
 *
 * @param attempts how often it was begun
 */
public record OpenErasure(Erasure erasure, ErasureTarget target, int attempts) {}
