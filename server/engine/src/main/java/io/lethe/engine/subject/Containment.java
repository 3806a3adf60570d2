package io.lethe.engine.subject;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is contained for one model. An erasure contains what it names in every version that does not
 * reflect it yet; in one that does, nobody needs to be held back. Immutable.
 */
public final class Containment {

  /** Nobody is contained. */
  public static final Containment NONE = new Containment(0, new TreeMap<>());

  private final long revision;
  private final NavigableMap<Long, ErasureTarget> byPosition;
  private final Map<String, Long> users = new HashMap<>();
  private final Map<String, Long> items = new HashMap<>();
  private final Map<String, Map<String, Long>> pairs = new HashMap<>();

  private Containment(long revision, NavigableMap<Long, ErasureTarget> byPosition) {
    this.revision = revision;
    this.byPosition = byPosition;
    byPosition.forEach(this::index);
  }

  private void index(long position, ErasureTarget target) {
    switch (target) {
      case ErasureTarget.User user -> users.merge(user.id(), position, Math::max);
      case ErasureTarget.Item item -> items.merge(item.id(), position, Math::max);
      case ErasureTarget.Interactions some -> some.pairs()
          .forEach(
              pair -> pairs.computeIfAbsent(pair.user(), absent -> new HashMap<>())
                  .merge(pair.item(), position, Math::max));
    }
  }

  Containment with(long position, ErasureTarget target) {
    NavigableMap<Long, ErasureTarget> more = new TreeMap<>(byPosition);
    more.put(position, target);
    return new Containment(revision + 1, more);
  }

  Containment without(Set<Long> positions) {
    NavigableMap<Long, ErasureTarget> fewer = new TreeMap<>(byPosition);
    fewer.keySet().removeAll(positions);
    return new Containment(revision + 1, fewer);
  }

  /** Grows with every change: two equal ones of a model mean the same content. */
  public long revision() {
    return revision;
  }

  /** Whether nobody is contained. */
  public boolean isEmpty() {
    return byPosition.isEmpty();
  }

  /** Whether a user is held back in a version that reflects erasures up to a position. */
  public boolean containsUser(String user, long reflected) {
    return users.getOrDefault(user, 0L) > reflected;
  }

  /** Whether an item is held back. */
  public boolean containsItem(String item, long reflected) {
    return items.getOrDefault(item, 0L) > reflected;
  }

  /** Items held back from everybody. */
  public Set<String> items(long reflected) {
    return above(items, reflected);
  }

  /** Items held back from a user. */
  public Set<String> itemsOf(String user, long reflected) {
    return above(pairs.getOrDefault(user, Map.of()), reflected);
  }

  private static Set<String> above(Map<String, Long> positions, long reflected) {
    Set<String> above = new HashSet<>();
    positions.forEach((id, position) -> {
      if (position > reflected) {
        above.add(id);
      }
    });
    return above;
  }

  /** Targets of erasures with positions above one and up to another, by position. */
  public List<ErasureTarget> between(long above, long upTo) {
    return upTo <= above
        ? List.of()
        : new ArrayList<>(byPosition.subMap(above, false, upTo, true).values());
  }
}
