package io.lethe.benchmarks.load;

import io.lethe.client.Recommendations;
import io.lethe.client.ScoredItem;
import io.lethe.client.VersionName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the client itself knows was promised to it, and what it finds against that. Everything is
 * noted before a call starts or after it ended, so that a promise is only held against calls that
 * began after it was made. Thread-safe.
 */
final class SwapJournal {

  private static final int EXAMPLES_MAX = 20;

  private final Map<String, Boolean> acknowledged = new ConcurrentHashMap<>();
  private final Map<String, Pair> pairs = new ConcurrentHashMap<>();
  private final Map<Asked, Integer> answers = new ConcurrentHashMap<>();
  private final Map<VersionName, Long> versions = new ConcurrentHashMap<>();
  private volatile Completed completed = new Completed(0, 0);
  private final LongAdder stale = new LongAdder();
  private final LongAdder served = new LongAdder();
  private final LongAdder mixed = new LongAdder();
  private final Queue<String> examples = new ConcurrentLinkedQueue<>();

  private record Asked(VersionName version, String user) {}

  /** What is erased of a user who stays. */
  private record Pair(String item, long position) {}

  /** The last completed erasure: no call that begins now may be answered by less. */
  record Completed(long version, long position) {

    Completed and(long otherVersion, long otherPosition) {
      return new Completed(Math.max(version, otherVersion), Math.max(position, otherPosition));
    }
  }

  /** What a call that begins now may rely on. */
  record Promises(
      Completed completed, boolean erased, Optional<String> pairItem, long pairPosition) {}

  /** An erasure of a user was acknowledged. */
  void userAcknowledged(String user) {
    acknowledged.put(user, true);
  }

  /** An erasure of one interaction was acknowledged. */
  void pairAcknowledged(String user, String item, long position) {
    pairs.put(user, new Pair(item, position));
  }

  /** An erasure is completed. Only one thread erases. */
  void completed(long version, long position) {
    completed = completed.and(version, position);
  }

  Promises promises(String user) {
    Pair pair = pairs.get(user);
    return new Promises(
        completed, acknowledged.containsKey(user), Optional.ofNullable(pair).map(Pair::item),
        pair == null ? 0 : pair.position());
  }

  /**
   * Holds an answer against what was promised when its call began.
   *
   * @param steady whether the user's answers change with the version only
   */
  void answered(String user, boolean steady, Promises promises, Recommendations answer) {
    if (promises.erased()) {
      found(served, "a user was served after the acknowledgement, by " + answer.version());
    }
    Completed least = promises.completed();
    if (answer.version().number() < least.version()
        || answer.erasurePosition() < least.position()) {
      found(
          stale, "%s at %d after %s".formatted(answer.version(), answer.erasurePosition(), least));
    }
    boolean comesBack = promises.pairItem()
        .filter(item -> answer.erasurePosition() < promises.pairPosition())
        .filter(item -> answer.items().stream().map(ScoredItem::item).anyMatch(item::equals))
        .isPresent();
    if (comesBack) {
      found(served, "an erased interaction was served by " + answer.version());
    }
    compare(user, steady, answer);
  }

  private void compare(String user, boolean steady, Recommendations answer) {
    Long position = versions.putIfAbsent(answer.version(), answer.erasurePosition());
    if (position != null && position != answer.erasurePosition()) {
      found(mixed, answer.version() + " at two positions");
    }
    List<ScoredItem> items = answer.items();
    if (steady) {
      Integer before = answers.putIfAbsent(new Asked(answer.version(), user), items.hashCode());
      if (before != null && before != items.hashCode()) {
        found(mixed, answer.version() + " gave one user two answers");
      }
    }
  }

  private void found(LongAdder kind, String example) {
    kind.increment();
    if (examples.size() < EXAMPLES_MAX) {
      examples.add(example);
    }
  }

  boolean clean() {
    return stale.sum() + served.sum() + mixed.sum() == 0;
  }

  @Override
  public String toString() {
    return ("%d versions seen; %d answers from a version that holds erased data after completion,"
        + " %d of what was contained, %d mixed %s")
        .formatted(versions.size(), stale.sum(), served.sum(), mixed.sum(), examples);
  }
}
