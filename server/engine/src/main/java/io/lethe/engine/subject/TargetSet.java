package io.lethe.engine.subject;

import io.lethe.engine.subject.ErasureTarget.Pair;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** What several targets name together. Immutable; contains personal data. */
public final class TargetSet {

  private final Set<String> users = new HashSet<>();
  private final Set<String> items = new HashSet<>();
  private final Set<Pair> pairs = new HashSet<>();

  /** Puts targets together. */
  public TargetSet(Collection<ErasureTarget> targets) {
    for (ErasureTarget target : targets) {
      switch (target) {
        case ErasureTarget.User(String id) -> users.add(id);
        case ErasureTarget.Item(String id) -> items.add(id);
        case ErasureTarget.Interactions some -> pairs.addAll(some.pairs());
      }
    }
  }

  /** Whether some target names an interaction, its user or its item. */
  public boolean names(String user, String item) {
    return users.contains(user) || items.contains(item)
        || (!pairs.isEmpty() && pairs.contains(new Pair(user, item)));
  }
}
