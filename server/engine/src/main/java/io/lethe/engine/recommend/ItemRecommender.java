package io.lethe.engine.recommend;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.Route;
import io.lethe.engine.catalog.Admissions;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.recommend.CheckedScoring.Wanted;
import io.lethe.engine.recommend.CheckedScoring.Whom;
import io.lethe.engine.recommend.watch.ScoringWatch;
import io.lethe.engine.subject.Containment;
import io.lethe.engine.subject.ContainmentList;
import io.lethe.spi.HistoryModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Answers from the versions of a model, see {@link Route}. A call takes one handle, so that one version answers
 * all of it. Containment is read after the handle was taken, and lifted only after the version that
 * needed it is retired: there is no moment in between. Thread-safe; takes no locks, but for the first
 * question to a version for its popular items.
 */
public final class ItemRecommender {

  /** Most times a call starts over because its version was retired under it. */
  private static final int ATTEMPTS_MAX = 3;

  /** About what an erasure takes from its acknowledgement to the version that reflects it. */
  private static final Duration BEHIND_RETRY_AFTER = Duration.ofMillis(100);

  private final ModelRegistry registry;
  private final Predicate<ModelName> imported;
  private final ContainmentList containments;
  private final Admissions admissions;
  private final CheckedScoring scoring;
  private final UserAnswers users;

  /**
   * Over what a registry serves.
   *
   * @param imported whether there are interactions of a model that may have no version yet
   * @param recents what users did that the versions have not learned
   * @param admissions the items that answers may hold
   * @param watch looks after the plugins' code
   */
  public ItemRecommender(
      ModelRegistry registry, Predicate<ModelName> imported, ContainmentList containments,
      RecommendationCache cache, RecentInteractions recents, Admissions admissions,
      ScoringWatch watch) {
    this.registry = registry;
    this.imported = imported;
    this.containments = containments;
    this.admissions = admissions;
    this.scoring = new CheckedScoring(watch);
    this.users = new UserAnswers(cache, recents, scoring);
  }

  /**
   * The best items for a user.
   *
   * @throws LetheException of kind {@code MODEL_NOT_FOUND}, {@code MODEL_NOT_READY}, {@code
   *     ALIAS_NOT_FOUND}, {@code ERASURE_POSITION_BEHIND} or {@code PLUGIN_FAILED}
   */
  public Answer<UserOutcome> recommend(RecommendQuery query) {
    return answer(query.model(), query.route(), trip -> users.recommend(trip, query));
  }

  /**
   * The best items for a user, and for each the user's own interactions that carry it, by the same
   * version. Costs as much as scoring the items {@value Reasons#HISTORY_MAX} times.
   *
   * @param query of at most {@value RecommendBounds#EXPLAINED_ITEMS_MAX} items
   * @param count most reasons for an item, 1 to {@value RecommendBounds#REASONS_MAX}
   * @throws LetheException as for a user; {@code ARGUMENT_INVALID}, {@code N_OUT_OF_RANGE}
   */
  public Answer<Explained> explain(RecommendQuery query, int count) {
    RecommendBounds.checkReasons(count, query.n());
    return answer(query.model(), query.route(), trip -> users.explain(trip, query, count));
  }

  /** The best items for each of several users, in the query's order. Fails as a whole or not at all. */
  public Answer<List<UserOutcome>> recommend(BatchRecommendQuery query) {
    return answer(query.model(), query.route(), trip -> users.recommend(trip, query));
  }

  /** Scores of given items for a user. */
  public Answer<ScoreOutcome> score(ScoreQuery query) {
    return answer(query.model(), query.route(), trip -> users.score(trip, query));
  }

  /**
   * The best items for a history, best first. Nothing of it is kept.
   *
   * @throws LetheException as for a user; of kind {@code HISTORY_NOT_SUPPORTED} if the model is no
   *     {@link HistoryModel}; of kind {@code ITEM_NOT_FOUND} if the version knows no item of the
   *     history, or all that it knows are contained
   */
  public Answer<List<ScoredItem>> recommend(HistoryQuery query) {
    return answer(query.model(), query.route(), trip -> {
      HistoryModel model = trip.historyModel();
      History history = History.given(trip, query.items());
      if (history.isEmpty()) {
        throw unknownItems(query);
      }
      return scoring
          .topItems(
              trip,
              new Wanted(
                  new Whom.Lived(model, history), Exclusions.forHistory(trip, history, query),
                  trip.admission(query.narrowing())),
              query.n())
          .named(trip);
    });
  }

  /** The items that go with an item, best first, never itself. Throws as for a history. */
  public Answer<List<ScoredItem>> similar(SimilarQuery query) {
    return recommend(query.asHistory());
  }

  private static LetheException unknownItems(HistoryQuery query) {
    String model = query.model().value();
    int items = query.items().size();
    return new LetheException(
        ErrorKind.ITEM_NOT_FOUND,
        items == 1
            ? "model %s does not know the item".formatted(model)
            : "model %s knows none of the %d items".formatted(model, items),
        Map.of("model", model));
  }

  private ModelHandle acquire(ModelName model, Route route) {
    try {
      return registry.acquire(model, route);
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
  private <T> Answer<T> answer(ModelName model, Route route, Function<Trip, T> work) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      try (ModelHandle handle = acquire(model, route)) {
        ModelVersion version = handle.version();
        if (version.erasurePosition() < route.minErasurePosition()) {
          throw behind(version, route.minErasurePosition());
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
      Containment contained = containments.of(handle.version().id().model());
      T content = work.apply(new Trip(handle, contained, admissions));
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
}
