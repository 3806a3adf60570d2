package io.lethe.engine.recommend;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.EntityIndex;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.subject.Containment;
import io.lethe.engine.subject.ContainmentList;
import io.lethe.spi.RecommenderPlugin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Answers from the active version of a model. A call takes one handle, so that one version answers
 * all of it. Containment is read after the handle was taken, and lifted only after the version that
 * needed it is retired: there is no moment in between. Thread-safe; takes no locks.
 */
public final class ItemRecommender {

  /** Most times a call starts over because its version was retired under it. */
  private static final int ATTEMPTS_MAX = 3;

  /** About what an erasure takes from its acknowledgement to the version that reflects it. */
  private static final Duration BEHIND_RETRY_AFTER = Duration.ofMillis(100);

  private final ModelRegistry registry;
  private final Predicate<ModelName> imported;
  private final ContainmentList containments;
  private final RecommendationCache cache;
  private final ScoringWatch scoring;

  /**
   * Over what a registry serves.
   *
   * @param imported whether there are interactions of a model that may have no version yet
   * @param scoring looks after the plugins' code
   */
  public ItemRecommender(
      ModelRegistry registry, Predicate<ModelName> imported, ContainmentList containments,
      RecommendationCache cache, ScoringWatch scoring) {
    this.registry = registry;
    this.imported = imported;
    this.containments = containments;
    this.cache = cache;
    this.scoring = scoring;
  }

  /** The version of one call, and who is held back in it. */
  private record Trip(ModelHandle handle, Containment containment) {

    ModelVersion version() {
      return handle.version();
    }

    EntityIndex index() {
      return version().content().data().index();
    }

    RecommenderPlugin plugin() {
      return version().content().plugin();
    }

    boolean contains(String user) {
      return containment.containsUser(user, version().erasurePosition());
    }
  }

  /**
   * The best items for a user.
   *
   * @throws LetheException of kind {@code MODEL_NOT_FOUND}, {@code MODEL_NOT_READY}, {@code
   *     ERASURE_POSITION_BEHIND} or {@code PLUGIN_FAILED}
   */
  public Answer<UserOutcome> recommend(RecommendQuery query) {
    return answer(query.model(), query.minErasurePosition(), trip -> outcome(trip, query));
  }

  /** The best items for each of several users, in the query's order. Fails as a whole or not at all. */
  public Answer<List<UserOutcome>> recommend(BatchRecommendQuery query) {
    return answer(query.model(), query.minErasurePosition(), trip -> {
      List<UserOutcome> outcomes = new ArrayList<>(query.users().size());
      for (String user : query.users()) {
        outcomes.add(
            outcome(
                trip, new RecommendQuery(
                    query.model(), user, query.n(), List.of(), query.includeSeen())));
      }
      return outcomes;
    });
  }

  /** Scores of given items for a user. */
  public Answer<ScoreOutcome> score(ScoreQuery query) {
    return answer(query.model(), query.minErasurePosition(), trip -> {
      if (trip.contains(query.user())) {
        return new ScoreOutcome.Contained();
      }
      int user = trip.index().user(query.user());
      return user == EntityIndex.UNKNOWN
          ? new ScoreOutcome.Unknown()
          : new ScoreOutcome.Scored(scores(trip, user, query));
    });
  }

  private ModelHandle acquire(ModelName model) {
    try {
      return registry.acquire(model);
    } catch (LetheException refused) {
      if (refused.kind() == ErrorKind.MODEL_NOT_FOUND && imported.test(model)) {
        throw new LetheException(
            ErrorKind.MODEL_NOT_READY,
            "model %1$s has interactions and was never trained: lethe train --model %1$s"
                .formatted(model),
            Map.of("model", model.value()), refused);
      }
      throw refused;
    }
  }

  /** The position is looked at in the version that was claimed: it cannot change afterwards. */
  private <T> Answer<T> answer(ModelName model, long minPosition, Function<Trip, T> work) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      try (ModelHandle handle = acquire(model)) {
        ModelVersion version = handle.version();
        if (version.erasurePosition() < minPosition) {
          throw behind(version, minPosition);
        }
        Optional<T> content = intact(handle, work);
        if (content.isPresent()) {
          return new Answer<>(content.get(), version.id(), version.erasurePosition());
        }
      }
    }
    throw new LetheException(
        ErrorKind.OVERLOADED,
        "%d versions of %s were retired during one call".formatted(ATTEMPTS_MAX, model),
        Map.of("model", model.value()));
  }

  /** Empty if the version was retired meanwhile: it may be wiped, and what went wrong says nothing. */
  private <T> Optional<T> intact(ModelHandle handle, Function<Trip, T> work) {
    try {
      T content = work.apply(new Trip(handle, containments.of(handle.version().id().model())));
      return handle.revoked() ? Optional.empty() : Optional.of(content);
    } catch (LetheException failed) {
      if (handle.revoked()) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  private static LetheException behind(ModelVersion version, long wanted) {
    String model = version.id().model().value();
    long position = version.erasurePosition();
    return LetheException.passing(
        ErrorKind.ERASURE_POSITION_BEHIND,
        "model %s reflects erasures up to %d, not up to %d yet".formatted(model, position, wanted),
        Map.of(
            "model", model, "position", String.valueOf(position), "wanted", String.valueOf(wanted)),
        BEHIND_RETRY_AFTER);
  }

  private UserOutcome outcome(Trip trip, RecommendQuery query) {
    if (trip.contains(query.user())) {
      return new UserOutcome.Contained();
    }
    int user = trip.index().user(query.user());
    if (user == EntityIndex.UNKNOWN) {
      return new UserOutcome.Unknown();
    }
    RecommendationCache.Key key = new RecommendationCache.Key(
        trip.version().id(), user, query.n(), query.includeSeen(), query.excludeItems(),
        trip.containment().revision());
    List<ScoredItem> items = cache.find(key);
    if (items == null) {
      items = topItems(trip, user, query);
      if (!trip.handle().revoked()) {
        cache.keep(key, items);
      }
    }
    return new UserOutcome.Recommended(items);
  }

  private List<ScoredItem> topItems(Trip trip, int user, RecommendQuery query) {
    int[] excluded = Exclusions.of(trip.version(), trip.containment(), user, query);
    int[] items = new int[query.n()];
    float[] scores = new float[query.n()];
    int found = scoring.call(
        query.model(), trip.plugin(),
        () -> trip.version().content().model().topItems(user, excluded, items, scores));
    checkAnswer(trip, found, excluded, items, scores);
    ScoredItem[] ranked = new ScoredItem[found];
    for (int k = 0; k < found; k++) {
      ranked[k] = new ScoredItem(trip.index().itemId(items[k]), scores[k]);
    }
    return List.of(ranked);
  }

  /** A plugin's word is not enough where an erased item could come back. */
  private static void checkAnswer(
      Trip trip, int found, int[] excluded, int[] items, float[] scores) {
    if (found < 0 || found > items.length) {
      throw broken(trip, "a count of %d for %d items".formatted(found, items.length));
    }
    for (int k = 0; k < found; k++) {
      if (items[k] < 0 || items[k] >= trip.index().itemCount()
          || Arrays.binarySearch(excluded, items[k]) >= 0) {
        throw broken(trip, "an item that does not exist or was excluded");
      }
      checkFinite(trip, scores[k]);
    }
  }

  private static void checkFinite(Trip trip, float score) {
    if (!Float.isFinite(score)) {
      throw broken(trip, "a score of " + score);
    }
  }

  private static LetheException broken(Trip trip, String what) {
    return new LetheException(
        ErrorKind.PLUGIN_FAILED, "plugin %s answered %s".formatted(trip.plugin().name(), what),
        Map.of("plugin", trip.plugin().name()));
  }

  private float[] scores(Trip trip, int user, ScoreQuery query) {
    int[] known = new int[query.items().size()];
    int[] places = new int[known.length];
    int count = 0;
    long reflected = trip.version().erasurePosition();
    var heldBack = trip.containment().itemsOf(query.user(), reflected);
    for (int k = 0; k < known.length; k++) {
      String id = query.items().get(k);
      int item = trip.index().item(id);
      if (item != EntityIndex.UNKNOWN && !trip.containment().containsItem(id, reflected)
          && !heldBack.contains(id)) {
        known[count] = item;
        places[count++] = k;
      }
    }
    int[] items = Arrays.copyOf(known, count);
    float[] found = new float[count];
    scoring.call(query.model(), trip.plugin(), () -> {
      trip.version().content().model().score(user, items, found);
      return found;
    });
    float[] scores = new float[known.length];
    Arrays.fill(scores, Float.NaN);
    for (int k = 0; k < count; k++) {
      checkFinite(trip, found[k]);
      scores[places[k]] = found[k];
    }
    return scores;
  }
}
