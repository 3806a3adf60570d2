package io.lethe.engine.erasure.receipt;

import io.lethe.engine.erasure.ErasureFacts;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.Failure;
import io.lethe.engine.erasure.Milestones;
import io.lethe.engine.model.DestroyedVersion;
import io.lethe.engine.model.VersionId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a receipt states. Holds no personal data.
 *
 * @param id the erasure
 * @param facts what was asked for
 * @param milestones those that were reached
 * @param ending what was done and measured
 * @param commitment to the request
 * @param destroyed versions that held erased data and are gone
 * @param scopes what the statement covers and what not
 * @param serverBuild version and source revision of the server that signs
 */
public record ReceiptStatement(
    ErasureId id, ErasureFacts facts, Milestones milestones, Ending ending, Commitment commitment,
    List<DestroyedVersion> destroyed, Scopes scopes, String serverBuild) {

  /** Version of this statement's meaning. */
  public static final int RECEIPT_VERSION = 2;

  public ReceiptStatement {
    destroyed = List.copyOf(destroyed);
  }

  /** How an erasure ended. */
  public sealed interface Ending {

    /** A version answers that has forgotten. */
    record Unlearned(ErasureOutcome outcome) implements Ending {}

    /**
     * It was given up: what was erased stays contained, the model is unchanged.
     *
     * @param base the version it started from; null if it never started
     */
    record Contained(@Nullable VersionId base, Failure failure) implements Ending {}
  }

  /**
   * Ties the statement to the request, for whoever has the key.
   *
   * @param value HMAC-SHA-256 of the request under the key, 64 lower-case hexadecimal digits
   * @param keyDigest SHA-256 of the key, as many digits
   */
  public record Commitment(String value, String keyDigest) {}

  /**
   * How far a statement reaches.
   *
   * @param covered what it covers, one sentence each
   * @param uncovered what it does not cover and somebody else must see to, one sentence each
   */
  public record Scopes(List<String> covered, List<String> uncovered) {

    private static final String BACKUPS = "Backups, exports and copies of files made outside this "
        + "server.";
    private static final String ANSWERS = "Answers given, and logs kept, by those who called this "
        + "server.";

    private static final String OWN_INPUTS = "What the model's plugin read by itself, such as files or "
        + "other services: this server hands it the interactions alone.";

    private static final String ELSEWHERE = "The training of the model's vectors, which happened outside "
        + "this server: its data, its results, and every model that is trained there from now on.";

    private static final String UNSEEN = "Whether the vectors that were brought in were trained without "
        + "what was erased: this server did not see that training.";

    private static final String LEARNED_SINCE = "What the model had learned between trainings, in "
        + "memory alone: learned again without what was erased.";

    /** Of completed erasures, but for those of which more can be said. */
    private static final Scopes COMPLETED = new Scopes(
        List.of(
            "The model version named as unlearned, which answers all calls since the time stated.",
            "Model checkpoints on this server that were made before it: overwritten and deleted, those "
                + "that were there when the request came by name.",
            "The interaction log and the pending requests on this server: the erased entries "
                + "deleted."),
        List.of(
            BACKUPS, ANSWERS,
            "Working memory of the running server process, until it is restarted."));

    /** Of those after which the parameters come from a training. */
    private static final Scopes RETRAINED = new Scopes(
        COMPLETED.covered, with(COMPLETED.uncovered, OWN_INPUTS));

    /** Of those after which the parameters are what a training gives. */
    private static final Scopes EXACT = RETRAINED.and(
        "The parameters of that version: equal to those of a training, with the same options, "
            + "without what was erased, within the residual stated.",
        "The options of that training, as far as data that held what was erased chose them.");

    /** Of those that found no version of their model. */
    private static final Scopes NOT_LEARNED = new Scopes(
        List.of(
            "Versions of the model on this server: there are none.",
            "The interaction log and the pending requests on this server: the erased entries "
                + "deleted.",
            "Later trainings on this server: what was erased is left out of them."),
        COMPLETED.uncovered);

    /** Of those of which a version answers whose training never read what was erased. */
    private static final Scopes ONLY_IN_LOG = new Scopes(
        with(
            COMPLETED.covered,
            "What was erased came after the training of every version of the model that was on "
                + "this server then.",
            LEARNED_SINCE),
        COMPLETED.uncovered);

    /** Likewise, where another version that was there had been trained on it. */
    private static final Scopes LEARNED_BY_ANOTHER = new Scopes(
        with(
            COMPLETED.covered,
            "What was erased came after the training of that version. Another version of the model on "
                + "this server had been trained on it, and was made to forget it or destroyed.",
            LEARNED_SINCE),
        COMPLETED.uncovered);

    /** Of every erasure that was given up. */
    public static final Scopes CONTAINED = new Scopes(
        List.of(
            "Answers of this server: what was erased is not served by any version, since the time "
                + "stated.",
            "Later trainings on this server: what was erased is left out of them."),
        List.of(
            "The parameters of the model: the influence of what was erased is still in them.",
            "The interaction log on this server: the erased entries are still in it.", BACKUPS,
            ANSWERS));

    public Scopes {
      covered = List.copyOf(covered);
      uncovered = List.copyOf(uncovered);
    }

    /** Of a completed erasure. */
    public static Scopes completed(ErasureOutcome outcome) {
      Scopes scopes = switch (outcome.assurance()) {
        case EXACT -> EXACT.alsoLearned(outcome);
        case NOT_LEARNED -> notLearned(outcome);
        case RETRAINED -> RETRAINED.alsoLearned(outcome);
        case CONTAINED, APPROXIMATE -> COMPLETED.alsoLearned(outcome);
        case TRAINED_ELSEWHERE -> new Scopes(COMPLETED.covered, with(COMPLETED.uncovered, UNSEEN));
      };
      return outcome.trainedElsewhere()
          ? new Scopes(scopes.covered, with(scopes.uncovered, ELSEWHERE))
          : scopes;
    }

    private static Scopes notLearned(ErasureOutcome outcome) {
      if (outcome.unlearned() == null) {
        return NOT_LEARNED;
      }
      return outcome.notLearned() == outcome.forgotten() ? ONLY_IN_LOG : LEARNED_BY_ANOTHER;
    }

    /** With what the model may have learned in memory of rows that no training read. */
    private Scopes alsoLearned(ErasureOutcome outcome) {
      return outcome.notLearned() == 0 ? this : new Scopes(with(covered, LEARNED_SINCE), uncovered);
    }

    private Scopes and(String alsoCovered, String alsoUncovered) {
      return new Scopes(with(covered, alsoCovered), with(uncovered, alsoUncovered));
    }

    private static List<String> with(List<String> sentences, String... more) {
      return Stream.concat(sentences.stream(), Stream.of(more)).toList();
    }
  }
}
