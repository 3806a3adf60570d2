package io.lethe.client;

import java.util.List;
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
 * @param notLearnedInteractions interactions that its training did not read, all where none answers;
 *     empty where the server's disk does not tell, or the server is older than this client
 * @param learning how far it has learned them without a training; empty where none answers, or the
 *     server is older than this client
 * @param aliases versions that answer beside the active one, by name
 */
public record Model(
    String id, State state, Optional<VersionName> activeVersion, String plugin,
    long erasurePosition, long pendingErasures, OptionalLong notLearnedInteractions,
    Optional<Learning> learning, List<Alias> aliases) {

  public Model {
    aliases = List.copyOf(aliases);
  }

  /**
   * A version that answers calls that name the alias, and for a share of the users.
   *
   * @param name such as {@code canary}
   * @param version another one of the same training after an erasure
   * @param basisPoints the share, 0 to 10000
   * @param answering false if the server could not load the version when it started
   */
  public record Alias(String name, VersionName version, int basisPoints, boolean answering) {}

  /**
   * What a version has learned since its training.
   *
   * @param supported whether its family learns between trainings
   * @param learnedInteractions those that it has learned since
   * @param waitingInteractions those that came and are not learned yet; without {@code supported},
   *     or with a refusal, they wait for the next training
   * @param undoneInteractions how many of the learned ones a training would still have to learn, by
   *     the gradient that was left
   * @param refusal why this version learns no more; empty if it does
   */
  public record Learning(
      boolean supported, long learnedInteractions, long waitingInteractions,
      double undoneInteractions, Optional<String> refusal) {}

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
