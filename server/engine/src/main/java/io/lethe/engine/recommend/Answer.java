package io.lethe.engine.recommend;

import io.lethe.engine.model.VersionId;

/**
 * An answer, all of it by one version.
 *
 * @param erasurePosition the version reflects every erasure up to it
 */
public record Answer<T>(T content, VersionId version, long erasurePosition) {}
