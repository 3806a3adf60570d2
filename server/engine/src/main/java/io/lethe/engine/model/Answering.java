package io.lethe.engine.model;

/**
 * What calls are answered from while a version answers: the version's own content, or one that has
 * learned what came since. What was learned so is in memory alone: erasures and trainings begin at the
 * version's own content, and what comes after them is learned anew. Immutable.
 *
 * @param content fits the version's own: users and items keep their indices, new ones follow
 * @param learned rows of the log below this are in it
 * @param revision two equal ones mean the same content; 0 for every version's own
 */
public record Answering(VersionContent content, long learned, long revision) {

  /** A version's own content. */
  public static Answering own(ModelVersion version) {
    return new Answering(version.content(), version.manifest().training().logEnd(), 0);
  }
}
