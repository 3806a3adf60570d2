package io.lethe.engine.interaction;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.Repeats.Dated;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.subject.Containment;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import io.lethe.engine.subject.TargetSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows of logs that served versions have not learned, by user, in memory. Readers take no lock
 * and touch no disk; one writer at a time per model, which is the intake. About 28 bytes a row
 * beside the ids.
 */
public final class RecentRows {

  /**
   * The rows of one model.
   *
   * @param from the place of the first row that is held; earlier ones were learned
   * @param canonicalItems one string for each id, however many rows have it
   * @param eventTypes one string for each event type; of rows that were let go, too
   * @param end the place after the last row
   * @param counted the popularities of the versions that were asked for last, the latest first; they and
   *     the rows change under this monitor
   */
  private record Held(
      long from, Map<String, UserRows> users, Map<String, String> canonicalItems,
      Map<String, String> eventTypes, AtomicLong end, CopyOnWriteArrayList<Counted> counted) {

    Held(long from, long end, Map<String, String> eventTypes) {
      this(
          from, new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), eventTypes,
          new AtomicLong(end), new CopyOnWriteArrayList<>());
    }

    /** What a row says, by this holder's string for its event type. */
    Dated dated(InteractionColumns rows, int row) {
      Dated what = rows.dated(row);
      return what.event().isEmpty()
          ? what
          : new Dated(
              what.value(), what.time(), eventTypes.computeIfAbsent(what.event(), same -> same));
    }

    Optional<Counted> counted(ModelVersion version, Containment containment) {
      return counted().stream()
          .filter(each -> each.popularity().isOf(version, containment))
          .findFirst();
    }

    /** Takes the place of another of the same version. */
    void put(ModelVersion version, Counted next) {
      counted().removeIf(each -> each.popularity().isOf(version.id()));
      counted().addFirst(next);
      if (counted().size() > COUNTED_MAX) {
        counted().removeLast();
      }
    }
  }

  /** A version's popularity, and how many rows of the log the version's training read. */
  private record Counted(VersionPopularity popularity, long learned) {

    void add(String user, UserRows before, Set<String> items) {
      popularity.add(user, items.stream().filter(item -> !before.has(item, learned)));
    }
  }

  /** Versions whose popularity is kept current: the active one and those of some aliases. */
  private static final int COUNTED_MAX = 4;

  private final Map<ModelName, Held> models = new ConcurrentHashMap<>();
  private final AtomicLong revisions = new AtomicLong();

  /**
   * A user's interactions that a version has not learned.
   *
   * @param learned how many rows of the log the version's training read
   */
  public RecentItems of(ModelName model, String user, long learned) {
    return rows(model, user).since(learned).items();
  }

  /** What a pair has in a row that a version has not learned; null if there is none. */
  @Nullable
  Dated find(ModelName model, String user, String item, long learned) {
    return rows(model, user).find(item, learned);
  }

  /**
   * How many of a target's interactions are in rows that a version has not learned. O(the target's rows);
   * of an item O(held users).
   *
   * @param learned how many rows of the log the version's training read
   * @param counted whether a user's interaction with an item counts
   */
  public long count(
      ModelName model, ErasureTarget target, long learned, BiPredicate<String, String> counted) {
    Held held = models.get(model);
    if (held == null) {
      return 0;
    }
    return switch (target) {
      case ErasureTarget.User(String id) -> rows(model, id).since(learned)
          .items()
          .items()
          .stream()
          .filter(item -> counted.test(id, item))
          .count();
      case ErasureTarget.Item(String id) -> held.users()
          .entrySet()
          .stream()
          .filter(user -> has(model, user.getKey(), id, learned))
          .filter(user -> counted.test(user.getKey(), id))
          .count();
      case ErasureTarget.Interactions(List<Pair> pairs) -> pairs.stream()
          .filter(pair -> has(model, pair.user(), pair.item(), learned))
          .filter(pair -> counted.test(pair.user(), pair.item()))
          .count();
    };
  }

  /** Whether a pair is in a row that a version has not learned. */
  public boolean has(ModelName model, String user, String item, long learned) {
    return rows(model, user).has(item, learned);
  }

  /** The event types of a model's rows; some that no row has any more may be among them. */
  Set<String> eventTypes(ModelName model) {
    Held held = models.get(model);
    return held == null ? Set.of() : Set.copyOf(held.eventTypes().keySet());
  }

  private UserRows rows(ModelName model, String user) {
    Held held = models.get(model);
    return held == null ? UserRows.NONE : held.users().getOrDefault(user, UserRows.NONE);
  }

  /**
   * The rows of a model as a view that no {@link #drop} empties; null if some from a place on are not
   * held.
   */
  @Nullable
  RecentRows kept(ModelName model, long place) {
    Held held = models.get(model);
    if (held == null || held.from() > place) {
      return null;
    }
    RecentRows view = new RecentRows();
    view.models.put(model, held);
    return view;
  }

  /**
   * The rows of a model from a place on: of a pair the last one; the places of others, and of what was
   * purged, are there and empty. O(held users + rows).
   *
   * @return empty if some from that place on are not held, or there is none
   */
  public Optional<Append.Placed> from(ModelName model, long place) {
    Held held = models.get(model);
    if (held == null || held.from() > place) {
      return Optional.empty();
    }
    long end;
    synchronized (held) {
      end = held.end().get();
    }
    if (end <= place) {
      return Optional.empty();
    }
    PlacedBuilder rows = new PlacedBuilder(place, end);
    held.users().forEach((user, own) -> own.from(place, rows.of(user)));
    return Optional.of(rows.build());
  }

  /** Whether all rows from a place on are held. */
  boolean holdsFrom(ModelName model, long place) {
    Held held = models.get(model);
    return held != null && held.from() <= place;
  }

  /** Holds a model's rows from a place on, and no others. */
  void hold(ModelName model, Append.Placed rows) {
    Held held = new Held(rows.first(), rows.end(), new ConcurrentHashMap<>());
    add(held, rows);
    models.put(model, held);
  }

  /** Adds rows that follow those of a model that is held; does nothing for any other. */
  void add(ModelName model, Append.Placed rows) {
    Held held = models.get(model);
    if (held != null) {
      add(held, rows);
    }
  }

  private void add(Held held, Append.Placed placed) {
    Map<String, NavigableMap<String, UserRows.Fresh>> byUser = new HashMap<>();
    InteractionColumns rows = placed.rows();
    for (int row = 0; row < rows.size(); row++) {
      if (rows.users()[row] != InteractionColumns.PURGED) {
        String named = rows.itemIds().get(rows.items()[row]);
        String item = held.canonicalItems().computeIfAbsent(named, same -> same);
        byUser.computeIfAbsent(rows.userIds().get(rows.users()[row]), absent -> new TreeMap<>())
            .put(
                item,
                new UserRows.Fresh(held.dated(rows, row), Math.toIntExact(placed.first() + row)));
      }
    }
    synchronized (held) {
      held.end().set(placed.end());
      byUser.forEach((user, fresh) -> add(held, user, fresh));
    }
  }

  private void add(Held held, String user, NavigableMap<String, UserRows.Fresh> fresh) {
    UserRows before = held.users().getOrDefault(user, UserRows.NONE);
    held.users().put(user, before.with(fresh, revisions.incrementAndGet()));
    held.counted().forEach(counted -> counted.add(user, before, fresh.keySet()));
  }

  /**
   * A version's items by their interactions as of now, kept current from then on by what is added:
   * O(rows of the addition). Costs O(held rows) when asked for a version or a containment for the
   * first time. Additions wait meanwhile, readers of other rows do not.
   */
  public VersionPopularity popularity(ModelVersion version, Containment containment) {
    Held held = models.get(version.id().model());
    if (held == null) {
      return VersionPopularity.of(version, containment);
    }
    Optional<Counted> known = held.counted(version, containment);
    if (known.isPresent()) {
      return known.get().popularity();
    }
    synchronized (held) {
      return held.counted(version, containment)
          .orElseGet(() -> counted(held, version, containment))
          .popularity();
    }
  }

  /** Guarded by the rows' monitor. */
  private static Counted counted(Held held, ModelVersion version, Containment containment) {
    Counted now = new Counted(
        VersionPopularity.of(version, containment), version.manifest().training().logEnd());
    count(held, now);
    held.put(version, now);
    return now;
  }

  private static void count(Held held, Counted into) {
    held.users().forEach((user, rows) -> {
      UserRows fresh = rows.since(into.learned());
      into.add(user, UserRows.NONE, Set.copyOf(fresh.items().items()));
    });
  }

  /** Lets go of rows before a place: the version that answers has learned them. O(held users). */
  void learned(ModelName model, long place) {
    models.computeIfPresent(model, (same, held) -> {
      if (held.from() >= place) {
        return held;
      }
      Held rest = new Held(place, Math.max(place, held.end().get()), held.eventTypes());
      held.users().forEach((user, items) -> keep(rest, user, items.since(place)));
      return rest;
    });
  }

  private static void keep(Held rest, String user, UserRows items) {
    if (items.size() > 0) {
      rest.users().put(user, items);
      for (int k = 0; k < items.size(); k++) {
        var _ = rest.canonicalItems().putIfAbsent(items.item(k), items.item(k));
      }
    }
  }

  /** Forgets what targets name, wherever it is held. O(held rows). */
  void remove(ModelName model, TargetSet targets) {
    models.computeIfPresent(model, (same, held) -> {
      Held rest = new Held(held.from(), held.end().get(), held.eventTypes());
      held.users()
          .forEach(
              (user, items) -> keep(
                  rest, user, items.without(user, targets, revisions.incrementAndGet())));
      return rest;
    });
  }

  /** Forgets a model. */
  void drop(ModelName model) {
    models.remove(model);
  }

  /**
   * How many interactions came after those that a version has learned: of each pair its last row, and none
   * that was purged; 0 for a model that is not held. O(held users).
   */
  public long interactionsSince(ModelName model, long learned) {
    Held held = models.get(model);
    return held == null
        ? 0
        : held.users().values().stream().mapToLong(rows -> rows.count(learned)).sum();
  }

  /**
   * Those of {@link #interactionsSince} that are no repeats of what a version has. O(held users + rows that
   * came since it was last asked).
   *
   * @param isNew whether the version has nothing of a user and an item; the same for all versions whose
   *     trainings read so many rows
   */
  public long newSince(ModelName model, long learned, BiPredicate<String, String> isNew) {
    Held held = models.get(model);
    return held == null
        ? 0
        : held.users()
            .entrySet()
            .stream()
            .mapToLong(
                user -> user.getValue().count(learned, item -> isNew.test(user.getKey(), item)))
            .sum();
  }

  /**
   * How many places of the log follow those that a version has learned, also of rows that were purged or
   * replaced; 0 for a model that is not held.
   */
  public long rowsSince(ModelName model, long learned) {
    Held held = models.get(model);
    return held == null ? 0 : Math.max(0, held.end().get() - learned);
  }
}
