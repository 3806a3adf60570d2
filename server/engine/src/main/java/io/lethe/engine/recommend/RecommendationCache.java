package io.lethe.engine.recommend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lethe.engine.catalog.Narrowing;
import io.lethe.engine.change.Moved;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.model.Answering;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.recommend.CheckedScoring.Ranked;
import io.lethe.engine.recommend.Exclusions.LeftOut;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last answer to each question, with what it was made of: whoever finds one made of something else
 * makes it anew, or brings it up to now ({@link Renewal}). Thread-safe.
 */
public final class RecommendationCache {

  /**
   * What is asked.
   *
   * @param lineage of the users' numbers: the same for all versions of one training in memory
   */
  record Key(
      Object lineage, int user, int n, boolean includeSeen, List<String> excluded,
      Narrowing narrowing) {}

  /**
   * What an answer was made of; equal ones have equal answers to one question.
   *
   * @param version the version that answered, which a later one may have followed
   * @param content stands for the content that was answered from
   * @param containment revision of what was contained
   * @param recent revision of what the user had done that the version has not learned
   * @param admission revision of the items that an answer may hold
   */
  record Basis(VersionId version, Object content, long containment, long recent, long admission) {}

  /** An answer. */
  record Kept(UserOutcome.Recommended answer, Ranked ranked, LeftOut leftOut, Basis basis) {}

  /** So many bytes of a filter count as an item. */
  private static final int FILTER_BYTES = 64;

  private final Cache<Key, Kept> answers;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /**
   * How often an answer was looked for since the start.
   *
   * @param hits times that one was found, or one that could be brought up to now
   * @param misses times that the model had to be asked
   */
  public record Counts(long hits, long misses) {}

  /**
   * An empty cache.
   *
   * @param itemsMax most recommended items held, over all answers; 0 holds nothing
   */
  public RecommendationCache(long itemsMax) {
    this.answers = Caffeine.newBuilder()
        .maximumWeight(itemsMax)
        .weigher(
            (Key key, Kept kept) -> 1 + kept.ranked().size() + kept.leftOut().others().length
                + key.excluded().size() + key.narrowing().allowItems().size()
                + key.narrowing().filter().length() / FILTER_BYTES)
        .executor(Runnable::run)
        .build();
  }

  /** An answer was looked for: what was kept answered, or not. */
  void looked(boolean hit) {
    (hit ? hits : misses).increment();
  }

  /** How often it helped. */
  public Counts counts() {
    return new Counts(hits.sum(), misses.sum());
  }

  @Nullable
  Kept find(Key key) {
    return answers.getIfPresent(key);
  }

  void keep(Key key, Kept kept) {
    answers.put(key, kept);
  }

  void forget(Key key) {
    answers.invalidate(key);
  }

  /**
   * Drops a model's answers that hold, of a version that is retired, what those that answer now do not:
   * a user or an item that moved or is erased, a score that is another one. O(entries).
   *
   * @param now what is answered from for the model
   */
  public void retired(VersionId version, Collection<Answering> now) {
    answers.asMap()
        .entrySet()
        .removeIf(
            entry -> entry.getValue().basis().version().model().equals(version.model())
                && now.stream().noneMatch(answering -> holds(answering, entry)));
  }

  private static boolean holds(Answering answering, Map.Entry<Key, Kept> entry) {
    Key key = entry.getKey();
    Object content = entry.getValue().basis().content();
    return answering.changes().content().equals(content)
        || (entry.getValue().answer().source() == Source.LEARNED
            && answering.content().data().index().userNumbering().lineage().equals(key.lineage())
            && answering.changes()
                .since(content)
                .filter(moved -> holds(answering, moved, key, entry.getValue()))
                .isPresent());
  }

  private static boolean holds(Answering answering, Moved moved, Key key, Kept kept) {
    EntityIndex index = answering.content().data().index();
    if (moved.user(key.user()) || index.userId(key.user()).isEmpty()) {
      return false;
    }
    for (int k = 0; k < kept.ranked().size(); k++) {
      int item = kept.ranked().item(k);
      if (moved.item(item) || index.itemId(item).isEmpty()) {
        return false;
      }
    }
    return names(index, key) && (key.includeSeen()
        || kept.leftOut().hasSeen(answering.content().data().seen(key.user())));
  }

  /** Whether all items that a question names are there: what is erased is not kept as a question either. */
  private static boolean names(EntityIndex index, Key key) {
    return Stream.concat(key.excluded().stream(), key.narrowing().allowItems().stream())
        .allMatch(item -> index.item(item) != EntityIndex.UNKNOWN);
  }

  /** Number of answers held, about. */
  public long size() {
    return answers.estimatedSize();
  }
}
