package io.lethe.engine.recommend;

import io.lethe.engine.model.EntityIndex;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionData;
import io.lethe.engine.subject.Containment;
import java.util.Arrays;
import java.util.Collection;

/** Which items must not be recommended in one query. */
final class Exclusions {

  private static final int[] NONE = {};

  private Exclusions() {}

  /** Item indices, ascending and distinct; shared with the version in the usual case: only read. */
  static int[] of(ModelVersion version, Containment containment, int user, RecommendQuery query) {
    VersionData data = version.content().data();
    int[] excluded = query.includeSeen() ? NONE : data.seen(user);
    excluded = merged(excluded, data.index().erasedItems());
    excluded = merged(excluded, indices(data.index(), query.excludeItems()));
    if (!containment.isEmpty()) {
      long reflected = version.erasurePosition();
      excluded = merged(excluded, indices(data.index(), containment.items(reflected)));
      excluded = merged(
          excluded, indices(data.index(), containment.itemsOf(query.user(), reflected)));
    }
    return excluded;
  }

  private static int[] indices(EntityIndex index, Collection<String> ids) {
    return ids.isEmpty()
        ? NONE
        : ids.stream()
            .mapToInt(index::item)
            .filter(item -> item != EntityIndex.UNKNOWN)
            .sorted()
            .distinct()
            .toArray();
  }

  /** Both are ascending and distinct. */
  private static int[] merged(int[] left, int[] right) {
    if (right.length == 0) {
      return left;
    }
    if (left.length == 0) {
      return right;
    }
    int[] all = new int[left.length + right.length];
    int next = 0;
    int l = 0;
    int r = 0;
    while (l < left.length || r < right.length) {
      boolean takeLeft = r == right.length || (l < left.length && left[l] <= right[r]);
      int value = takeLeft ? left[l++] : right[r++];
      if (next == 0 || all[next - 1] != value) {
        all[next++] = value;
      }
    }
    return Arrays.copyOf(all, next);
  }
}
