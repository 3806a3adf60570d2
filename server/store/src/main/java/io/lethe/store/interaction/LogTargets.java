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

  private final LogContent log;
  private final BitSet users = new BitSet();
  private final BitSet items = new BitSet();
  private final Set<Long> pairs = new HashSet<>();

  LogTargets(LogContent log, List<ErasureTarget> targets) {
    this.log = log;
    Map<String, Integer> userNumbers = new HashMap<>();
    Map<String, Integer> itemNumbers = new HashMap<>();
    collectIds(targets, userNumbers, itemNumbers);
    fillNumbers(log.users(), userNumbers);
    fillNumbers(log.items(), itemNumbers);
    for (ErasureTarget target : targets) {
      switch (target) {
        case ErasureTarget.User user -> set(users, number(userNumbers, user.id()));
        case ErasureTarget.Item item -> set(items, number(itemNumbers, item.id()));
        case ErasureTarget.Interactions some -> {
          for (ErasureTarget.Pair pair : some.pairs()) {
            pairs.add(pair(number(userNumbers, pair.user()), number(itemNumbers, pair.item())));
          }
        }
      }
    }
  }

  private static void collectIds(
      List<ErasureTarget> targets, Map<String, Integer> users, Map<String, Integer> items) {
    for (ErasureTarget target : targets) {
      switch (target) {
        case ErasureTarget.User user -> users.put(user.id(), ABSENT);
        case ErasureTarget.Item item -> items.put(item.id(), ABSENT);
        case ErasureTarget.Interactions some -> {
          for (ErasureTarget.Pair pair : some.pairs()) {
            users.put(pair.user(), ABSENT);
            items.put(pair.item(), ABSENT);
          }
        }
      }
    }
  }

  private static void fillNumbers(List<String> ids, Map<String, Integer> numbers) {
    for (int number = 0; number < ids.size(); number++) {
      int found = number;
      numbers.computeIfPresent(ids.get(number), (id, absent) -> found);
    }
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

  /** Whether a row of a segment that is there is named. */
  boolean name(LogSegment segment, int k) {
    int user = segment.userColumn()[k];
    int item = segment.itemColumn()[k];
    return users.get(user) || items.get(item)
        || (!pairs.isEmpty() && pairs.contains(pair(user, item)));
  }

  /** How many rows of the log are named. */
  long count() {
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
