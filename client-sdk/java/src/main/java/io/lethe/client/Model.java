package io.lethe.client;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A recommender: a name under which one version at a time answers.
 *
 * @param id such as {@code movies}
 * @param activeVersion the version that answers; empty unless serving
 * @param plugin the name of the plugin that made its versions
 * @param erasurePosition the active version reflects every erasure up to this position; 0 for none
 * @param pendingErasures accepted erasures it does not reflect yet; they are contained
 * @param notLearnedInteractions rows that came after those its training read, all where none answers;
 *     empty where the server's disk does not tell, or the server is older than this client
 */
public record Model(
    String id, State state, Optional<VersionName> activeVersion, String plugin,
    long erasurePosition, long pendingErasures, OptionalLong notLearnedInteractions) {

  /** Whether it answers. */
  public enum State {
    /** Its version is being loaded. */
    PREPARING,
    /** Interactions were imported for it, and no training has made a version yet. */
    UNTRAINED,
    /** Its active version answers. */
    SERVING,
    /** It has versions on disk, none of which may be served. */
    NOT_SERVING,
    /** The server is newer than this client. */
    UNKNOWN
  }
}
