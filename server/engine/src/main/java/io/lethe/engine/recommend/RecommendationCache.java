package io.lethe.engine.recommend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lethe.engine.catalog.Narrowing;
import io.lethe.engine.model.VersionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers by version: a new version never sees an old one's entries, so nothing is ever flushed for
 * correctness. Thread-safe.
 */
public final class RecommendationCache {

  /**
   * What an answer depends on.
   *
   * @param learned revision of what the version has learned since it was made
   * @param containment revision of what was contained when it was made
   * @param recent revision of what the user had done that the version has not learned
   * @param admission revision of the items that an answer may hold
   */
  record Key(
      VersionId version, long learned, int user, int n, boolean includeSeen, List<String> excluded,
      long containment, long recent, Narrowing narrowing, long admission) {}

  /** So many bytes of a filter count as an item. */
  private static final int FILTER_BYTES = 64;

  private final Cache<Key, UserOutcome.Recommended> answers;

  /**
   * An empty cache.
   *
   * @param itemsMax most recommended items held, over all answers; 0 holds nothing
   */
  public RecommendationCache(long itemsMax) {
    this.answers = Caffeine.newBuilder()
        .maximumWeight(itemsMax)
        .weigher(
            (Key key, UserOutcome.Recommended answer) -> 1 + answer.items().size()
                + key.excluded().size() + key.narrowing().allowItems().size()
                + key.narrowing().filter().length() / FILTER_BYTES)
        .executor(Runnable::run)
        .build();
  }

  UserOutcome.@Nullable Recommended find(Key key) {
    return answers.getIfPresent(key);
  }

  void keep(Key key, UserOutcome.Recommended answer) {
    answers.put(key, answer);
  }

  /** Drops a retired version's answers, which nobody can ask for any more. O(entries). */
  public void drop(VersionId version) {
    answers.asMap().keySet().removeIf(key -> key.version().equals(version));
  }

  /** Number of answers held, about. */
  public long size() {
    return answers.estimatedSize();
  }
}
