package io.lethe.store.interaction;

import io.lethe.engine.subject.ErasureTarget;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which rows of a log some targets name, by the numbers of users and items. */
final class LogTargets {

  private static final int ABSENT = -1;

  private final BitSet users = new BitSet();
  private final BitSet items = new BitSet();
  private final BitSet usersOfPairs = new BitSet();
  private final Set<Long> pairs = new HashSet<>();

  /**
   * Targets in a log.
   *
   * @param userNumbers numbers of the users that they name and the log knows
   * @param itemNumbers likewise
   */
  LogTargets(
      List<ErasureTarget> targets, Map<String, Integer> userNumbers,
      Map<String, Integer> itemNumbers) {
    for (ErasureTarget target : targets) {
      switch (target) {
        case ErasureTarget.User user -> set(users, number(userNumbers, user.id()));
        case ErasureTarget.Item item -> set(items, number(itemNumbers, item.id()));
        case ErasureTarget.Interactions some -> {
          for (ErasureTarget.Pair pair : some.pairs()) {
            int user = number(userNumbers, pair.user());
            set(usersOfPairs, user);
            pairs.add(pair(user, number(itemNumbers, pair.item())));
          }
        }
      }
    }
  }

  /** Targets in a log that was read. */
  static LogTargets in(LogContent log, List<ErasureTarget> targets) {
    Set<String> users = new HashSet<>();
    Set<String> items = new HashSet<>();
    collectIds(targets, users, items);
    return new LogTargets(targets, numbers(log.users(), users), numbers(log.items(), items));
  }

  /** Adds the ids that targets name. */
  static void collectIds(List<ErasureTarget> targets, Set<String> users, Set<String> items) {
    for (ErasureTarget target : targets) {
      switch (target) {
        case ErasureTarget.User user -> users.add(user.id());
        case ErasureTarget.Item item -> items.add(item.id());
        case ErasureTarget.Interactions some -> {
          for (ErasureTarget.Pair pair : some.pairs()) {
            users.add(pair.user());
            items.add(pair.item());
          }
        }
      }
    }
  }

  private static Map<String, Integer> numbers(List<String> ids, Set<String> wanted) {
    Map<String, Integer> numbers = new HashMap<>();
    for (int number = 0; number < ids.size(); number++) {
      if (wanted.contains(ids.get(number))) {
        numbers.put(ids.get(number), number);
      }
    }
    return numbers;
  }

  private static int number(Map<String, Integer> numbers, String id) {
    return numbers.getOrDefault(id, ABSENT);
  }

  private static void set(BitSet numbers, int number) {
    if (number >= 0) {
      numbers.set(number);
    }
  }

  private static long pair(int user, int item) {
    return (long) user << 32 | item;
  }

  /** Users of whom every row is named. */
  BitSet users() {
    return users;
  }

  /** Items of which every row is named. */
  BitSet items() {
    return items;
  }

  /** Users of whom some rows may be named. */
  BitSet usersOfPairs() {
    return usersOfPairs;
  }

  /** Whether a row of a user and an item is named. */
  boolean name(int user, int item) {
    return users.get(user) || items.get(item)
        || (usersOfPairs.get(user) && pairs.contains(pair(user, item)));
  }

  /** Whether a row of a segment that is there is named. */
  boolean name(LogSegment segment, int k) {
    return name(segment.userColumn()[k], segment.itemColumn()[k]);
  }

  /** How many rows of the log are named. */
  long count(LogContent log) {
    long count = 0;
    for (LogSegment segment : log.segments()) {
      for (int k = 0; k < segment.rows(); k++) {
        if (log.isPresent(segment, k) && name(segment, k)) {
          count++;
        }
      }
    }
    return count;
  }
}
