package io.lethe.engine.erasure;

import io.lethe.engine.subject.ErasureTarget;

/** An erasure that is not completed, with what it names. Personal data: never logged. */
public record OpenErasure(Erasure erasure, ErasureTarget target) {}
