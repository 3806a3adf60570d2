package io.lethe.store.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A folder's names as processes see them, as the disk has them, and the changes in between. */
final class SimulatedFolder implements SimulatedNode {

  private final Map<String, SimulatedNode> cached = new TreeMap<>();
  private final Map<String, SimulatedNode> durable = new TreeMap<>();
  private final List<Change> unsynced = new ArrayList<>();

  /** Takes a name away, gives one, or both at once. */
  private record Change(@Nullable String gone, @Nullable String name, SimulatedNode node) {

    void applyTo(Map<String, SimulatedNode> names) {
      if (gone != null) {
        names.remove(gone, node);
      }
      if (name != null) {
        names.put(name, node);
      }
    }
  }

  Set<String> names() {
    return Set.copyOf(cached.keySet());
  }

  Iterable<SimulatedNode> nodes() {
    return List.copyOf(cached.values());
  }

  @Nullable
  SimulatedNode get(String name) {
    return cached.get(name);
  }

  boolean isEmpty() {
    return cached.isEmpty();
  }

  void put(String name, SimulatedNode node) {
    change(new Change(null, name, node));
  }

  void remove(String name, SimulatedNode node) {
    change(new Change(name, null, node));
  }

  void rename(String from, String to, SimulatedNode node) {
    change(new Change(from, to, node));
  }

  private void change(Change change) {
    change.applyTo(cached);
    unsynced.add(change);
  }

  @Override
  public void sync() {
    unsynced.forEach(change -> change.applyTo(durable));
    unsynced.clear();
  }

  /** Names stay unsynced: they go through a journal, which stops as a whole when it cannot go on. */
  @Override
  public void failSync() {}

  @Override
  public long bytes() {
    return 0;
  }

  /**
   * What the end of the machine leaves of it.
   *
   * @param survivor what it leaves of a node
   */
  SimulatedFolder survivor(Survival survival, Function<SimulatedNode, SimulatedNode> survivor) {
    Map<String, SimulatedNode> names = new TreeMap<>(durable);
    survival.names(unsynced).forEach(change -> change.applyTo(names));
    SimulatedFolder left = new SimulatedFolder();
    names.forEach((name, node) -> left.put(name, survivor.apply(node)));
    left.sync();
    return left;
  }
}
