package io.lethe.engine.interaction;

import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.InteractionTable;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.popularity.CurrentPopularity;
import io.lethe.engine.subject.Containment;
import io.lethe.engine.subject.ErasureTarget;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The items of a version by their interactions as of now: with those that came since its training,
 * and without those of whom or what is contained. Items that the version does not know are no part
 * of it. Writers take turns.
 */
public final class VersionPopularity {

  private final VersionId version;
  private final VersionData data;
  private final Containment containment;
  private final CurrentPopularity items;

  private VersionPopularity(ModelVersion version, Containment containment) {
    this.version = version.id();
    this.data = version.content().data();
    this.containment = containment;
    this.items = new CurrentPopularity(data.popularity());
  }

  /** What came since is not counted yet. O(interactions of what is contained). */
  public static VersionPopularity of(ModelVersion version, Containment containment) {
    VersionPopularity popularity = new VersionPopularity(version, containment);
    Set<Integer> gone = new HashSet<>();
    containment.between(version.erasurePosition(), Long.MAX_VALUE)
        .forEach(target -> popularity.positions(target).forEach(gone::add));
    gone.forEach(
        position -> popularity.items.change(popularity.data.live().all().item(position), -1));
    return popularity;
  }

  /** Live positions that a target names. A contained item is left out of every answer as it is. */
  private IntStream positions(ErasureTarget target) {
    InteractionTable table = data.table();
    return switch (target) {
      case ErasureTarget.User user -> {
        int index = data.index().user(user.id());
        yield index == EntityIndex.UNKNOWN
            ? IntStream.empty()
            : Arrays.stream(table.ofUser(index)).filter(data.live()::contains);
      }
      case ErasureTarget.Interactions some -> some.pairs()
          .stream()
          .mapToInt(pair -> data.find(pair.user(), pair.item()))
          .filter(position -> position >= 0);
      case ErasureTarget.Item _ -> IntStream.empty();
    };
  }

  /** Whether it is of a version, with this contained. */
  boolean isOf(ModelVersion other, Containment contained) {
    return version.equals(other.id()) && containment.revision() == contained.revision()
        && data == other.content().data();
  }

  /** Whether it is of a version, with whatever contained. */
  boolean isOf(VersionId other) {
    return version.equals(other);
  }

  /** Counts interactions of a user that came since, one for each item. */
  void add(String user, Stream<String> fresh) {
    if (containment.containsUser(user, 0)) {
      return;
    }
    Set<String> heldBack = containment.isEmpty() ? Set.of() : containment.itemsOf(user, 0);
    fresh.filter(item -> !heldBack.contains(item) && data.find(user, item) < 0)
        .mapToInt(data.index()::item)
        .filter(index -> index != EntityIndex.UNKNOWN)
        .forEach(index -> items.change(index, 1));
  }

  /** The items in order. */
  public CurrentPopularity items() {
    return items;
  }
}
