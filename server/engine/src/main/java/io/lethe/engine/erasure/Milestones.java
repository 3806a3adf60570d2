package io.lethe.engine.erasure;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When an erasure reached what matters to people, by the wall clock.
 *
 * @param received durably accepted
 * @param contained from then on what was erased was not served; null only in entries of earlier
 *     servers
 * @param unlearned from then on a version without its influence answered
 * @param purged when the interactions were gone from the log
 */
public record Milestones(
    Instant received, @Nullable Instant contained, @Nullable Instant unlearned,
    @Nullable Instant purged) {

  /** Received and contained. */
  public static Milestones accepted(Instant received, Instant contained) {
    return new Milestones(received, contained, null, null);
  }
}
