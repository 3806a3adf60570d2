package io.lethe.engine.subject;

import java.util.Set;

/**
 * Keyed digests of everything ever erased from one model, so that a later import or training leaves
 * it out without anybody knowing whom it was.
 *
 * @param position the last accepted erasure's position when this was read; 0 for none
 * @param digests HMAC-SHA-256 values, 64 lower-case hexadecimal digits each
 */
public record Tombstones(long position, Set<String> digests) {

  public Tombstones {
    digests = Set.copyOf(digests);
  }
}
