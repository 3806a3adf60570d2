package io.lethe.engine.erasure.purge;

import io.lethe.engine.model.VersionId;
import java.util.Set;

/**
 * Which versions of a model stay when the others are destroyed.
 *
 * @param versions that stay
 * @param upTo number of the newest version when that was said: newer ones stay, too
 */
public record Kept(Set<VersionId> versions, long upTo) {

  public Kept {
    versions = Set.copyOf(versions);
  }

  boolean contains(VersionId id) {
    return id.number() > upTo || versions.contains(id);
  }
}
