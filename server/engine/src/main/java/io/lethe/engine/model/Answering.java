package io.lethe.engine.model;

import io.lethe.engine.LetheException;
import io.lethe.engine.change.Changes;
import io.lethe.engine.change.Moved;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.plugin.PluginCalls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What calls are answered from while a version answers: the version's own content, or one that has
 * learned what came since. What was learned so is in memory alone: erasures and trainings begin at the
 * version's own content, and what comes after them is learned anew. Immutable.
 *
 * @param content fits the version's own: users and items keep their indices, new ones follow
 * @param learned rows of the log below this are in it
 * @param revision two equal ones mean the same content; 0 for every version's own
 * @param changes what moved since what was answered from before
 */
public record Answering(VersionContent content, long learned, long revision, Changes changes) {

  private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

  /** Compared with nothing. */
  public Answering(VersionContent content, long learned, long revision) {
    this(content, learned, revision, Changes.unknown());
  }

  /** A version's own content. */
  public static Answering own(ModelVersion version) {
    return new Answering(version.content(), version.manifest().training().logEnd(), 0);
  }

  /**
   * The same, compared with what is answered from until it takes over. O(pages), the rows of pages that
   * the two do not share, and what {@link Changes#then} costs. A plugin that fails here is not compared.
   */
  public Answering after(Answering before) {
    EntityIndex was = before.content.data().index();
    EntityIndex is = content.data().index();
    int users = was.userNumbering().sharedWith(is.userNumbering());
    int items = was.itemNumbering().sharedWith(is.itemNumbering());
    if (users == 0 && items == 0) {
      return this;
    }
    try {
      return PluginCalls
          .call(content.plugin(), () -> content.model().movedSince(before.content.model()))
          .map(rows -> new Moved(rows.users(), users, rows.items(), items))
          .map(moved -> new Answering(content, learned, revision, before.changes.then(moved)))
          .orElse(this);
    } catch (LetheException failed) {
      LOG.warn("no answer is kept beyond a change of version", failed);
      return this;
    }
  }
}
