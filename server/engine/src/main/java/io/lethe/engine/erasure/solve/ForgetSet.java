package io.lethe.engine.erasure.solve;

import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.subject.ErasureTarget;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What a batch of targets means in one version.
 *
 * @param positions interactions to go, ascending
 * @param trained those of them that the parameters were learnt from, ascending
 * @param users users that go as a whole, ascending
 * @param items items that go as a whole, ascending
 * @param counts per target the interactions that go because of it and of none before it
 * @param left the version's data without all that
 */
record ForgetSet(
    int[] positions, int[] trained, int[] users, int[] items, int[] counts, VersionData left) {

  /** Resolves targets. O(interactions named). What a version does not know adds nothing. */
  static ForgetSet of(VersionData data, List<ErasureTarget> targets) {
    Gathering gathering = new Gathering(data);
    int[] counts = targets.stream().mapToInt(gathering::add).toArray();
    int[] positions = gathering.positions.ascending();
    int[] trained = Arrays.stream(positions).filter(data.trained()::contains).toArray();
    int[] users = gathering.users.stream().toArray();
    int[] items = gathering.items.stream().toArray();
    return new ForgetSet(
        positions, trained, users, items, counts, data.without(positions, users, items));
  }

  /** Whether the version knows nothing of it. */
  boolean isEmpty() {
    return positions.length == 0 && users.length == 0 && items.length == 0;
  }

  private static final class Gathering {

    private final VersionData data;
    private final PositionSet positions = new PositionSet();
    private final BitSet users = new BitSet();
    private final BitSet items = new BitSet();

    Gathering(VersionData data) {
      this.data = data;
    }

    int add(ErasureTarget target) {
      int before = positions.size();
      switch (target) {
        case ErasureTarget.User(String id) -> addUser(data.index().user(id));
        case ErasureTarget.Item(String id) -> addItem(data.index().item(id));
        case ErasureTarget.Interactions(List<ErasureTarget.Pair> pairs) ->
          pairs.forEach(pair -> addPosition(data.find(pair.user(), pair.item())));
      }
      return positions.size() - before;
    }

    private void addUser(int user) {
      if (user != EntityIndex.UNKNOWN) {
        users.set(user);
        addLive(data.table().ofUser(user));
      }
    }

    private void addItem(int item) {
      if (item != EntityIndex.UNKNOWN) {
        items.set(item);
        addLive(data.table().ofItem(item));
      }
    }

    private void addPosition(int found) {
      if (found >= 0) {
        positions.add(found);
      }
    }

    private void addLive(int[] some) {
      for (int position : some) {
        addLive(position);
      }
    }

    private void addLive(int position) {
      if (data.live().contains(position)) {
        positions.add(position);
      }
    }
  }
}
