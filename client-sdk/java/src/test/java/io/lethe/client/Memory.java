package io.lethe.client;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who saw what, and who asked to be forgotten. */
final class Memory {

  static final List<String> CATALOGUE = List.of("alien", "brazil", "casablanca", "dune", "eraser");

  private final Map<String, Set<String>> seen = new ConcurrentHashMap<>(
      Map.of("ann", Set.of("alien", "dune"), "bob", Set.of("brazil")));
  private final Set<String> contained = ConcurrentHashMap.newKeySet();

  boolean knows(String user) {
    return seen.containsKey(user);
  }

  Set<String> seenBy(String user) {
    return seen.getOrDefault(user, Set.of());
  }

  boolean isContained(String user) {
    return contained.contains(user);
  }

  void contain(String user) {
    contained.add(user);
  }
}
