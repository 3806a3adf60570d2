package io.lethe.engine.recommend;

import io.lethe.engine.catalog.Admission;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.interaction.RecentItems;
import io.lethe.engine.popularity.CurrentPopularity;
import io.lethe.engine.recommend.CheckedScoring.Ranked;
import io.lethe.engine.recommend.CheckedScoring.Wanted;
import io.lethe.engine.recommend.CheckedScoring.Whom;
import io.lethe.engine.recommend.Exclusions.LeftOut;
import io.lethe.engine.recommend.RecommendationCache.Basis;
import io.lethe.engine.recommend.RecommendationCache.Kept;
import io.lethe.spi.HistoryModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one user is answered by one version: from what the version has learned of the user; if there
 * is something that it has not learned and the model can be asked for a history, from all that the
 * user did; and for a user of whom neither is there, what the query's fallback says. Thread-safe.
 */
final class UserAnswers {

  private final RecommendationCache cache;
  private final RecentInteractions recents;
  private final CheckedScoring scoring;
  private final BatchScoring batch;
  private final Reasons reasons;
  private final Renewal renewal;

  UserAnswers(RecommendationCache cache, RecentInteractions recents, CheckedScoring scoring) {
    this.cache = cache;
    this.recents = recents;
    this.scoring = scoring;
    this.batch = new BatchScoring(scoring);
    this.reasons = new Reasons(scoring);
    this.renewal = new Renewal(scoring);
  }

  UserOutcome recommend(Trip trip, RecommendQuery query) {
    return switch (look(trip, query)) {
      case Found found -> found.outcome();
      case Open open -> answer(trip, open, scoring.topItems(trip, open.wanted(), query.n()));
    };
  }

  /** For several users, in the query's order; those that have to be scored are scored together. */
  List<UserOutcome> recommend(Trip trip, BatchRecommendQuery query) {
    Map<String, Look> looks = new LinkedHashMap<>();
    query.users().forEach(user -> looks.computeIfAbsent(user, id -> look(trip, query.of(id))));
    List<Open> open = looks.values()
        .stream()
        .flatMap(look -> look instanceof Open some ? Stream.of(some) : Stream.empty())
        .toList();
    List<Ranked> ranked = batch.topItems(trip, open.stream().map(Open::wanted).toList(), query.n());
    Iterator<Ranked> next = ranked.iterator();
    Map<String, UserOutcome> outcomes = new HashMap<>();
    looks.forEach((user, look) -> outcomes.put(user, switch (look) {
      case Found found -> found.outcome();
      case Open some -> answer(trip, some, next.next());
    }));
    return query.users().stream().map(outcomes::get).toList();
  }

  /** How far a question comes without a look at all items. */
  private sealed interface Look {}

  private record Found(UserOutcome outcome) implements Look {}

  /** Of a user that the version knows: what is to be scored, and where the answer is kept. */
  private record Open(
      RecommendationCache.Key key, Basis now, @Nullable Kept known, Whom whom, LeftOut leftOut,
      Admission admission) implements Look {

    Wanted wanted() {
      return new Wanted(whom, leftOut.all(), admission);
    }
  }

  private Look look(Trip trip, RecommendQuery query) {
    Admission admission = trip.admission(query.narrowing());
    if (trip.contains(query.user())) {
      // Nothing of the user counts, not even what to leave out.
      return new Found(
          fallback(
              trip, query, new UserOutcome.Contained(),
              Exclusions.forAll(trip, query.excludeItems()), admission));
    }
    int user = trip.index().user(query.user());
    RecentItems recent = trip.recent(recents, query.user());
    return user == EntityIndex.UNKNOWN
        ? new Found(made(trip, recent, query, admission))
        : kept(trip, user, recent, query, admission);
  }

  /** Reasons are made anew each time: they are asked for far less often than answers. */
  Explained explain(Trip trip, RecommendQuery query, int count) {
    UserOutcome outcome = recommend(trip, query);
    return outcome instanceof UserOutcome.Recommended(var items, var source)
        && source != Source.POPULAR
            ? new Explained(
                outcome,
                reasons.of(trip, query.user(), trip.recent(recents, query.user()), items, count))
            : new Explained(outcome, List.of());
  }

  /**
   * Only of users that the version knows: all others are no part of a version, and go unnoticed.
   */
  private Look kept(
      Trip trip, int user, RecentItems recent, RecommendQuery query, Admission admission) {
    RecommendationCache.Key key = new RecommendationCache.Key(
        trip.index().userNumbering().lineage(), user, query.n(), query.includeSeen(),
        query.excludeItems(), query.narrowing());
    Basis now = new Basis(
        trip.version().id(), trip.answering().changes().content(), trip.containment().revision(),
        recent.revision(), admission.revision());
    Kept known = cache.find(key);
    if (known != null && known.basis().equals(now)) {
      cache.looked(true);
      return new Found(known.answer());
    }
    LeftOut leftOut = Exclusions.forUser(trip, user, recent, query);
    // Of a user that the version knows there always is something to ask for.
    Whom whom = whom(trip, user, query.user(), recent).orElseThrow();
    Open open = new Open(key, now, known, whom, leftOut, admission);
    Optional<Ranked> renewed = renewed(trip, open, query.n());
    cache.looked(renewed.isPresent());
    return renewed.<Look>map(ranked -> new Found(answer(trip, open, ranked))).orElse(open);
  }

  private UserOutcome.Recommended answer(Trip trip, Open open, Ranked ranked) {
    Kept known = open.known();
    UserOutcome.Recommended answer = known != null && ranked.equals(known.ranked())
        ? known.answer()
        : new UserOutcome.Recommended(ranked.named(trip), open.whom().source());
    if (!trip.handle().revoked()) {
      cache.keep(open.key(), new Kept(answer, ranked.trimmed(), open.leftOut(), open.now()));
      if (trip.handle().revoked()) {
        // The look at what was kept of it may have come before.
        cache.forget(open.key());
      }
    }
    return answer;
  }

  private Optional<Ranked> renewed(Trip trip, Open open, int n) {
    return open.known() != null && open.whom() instanceof Whom.Learned learned
        ? renewal.renewed(trip, open.known(), learned, open.leftOut(), open.admission(), n)
        : Optional.empty();
  }

  /** Of a user that the version does not know. */
  private UserOutcome made(
      Trip trip, RecentItems recent, RecommendQuery query, Admission admission) {
    int[] excluded = Exclusions.forUser(trip, EntityIndex.UNKNOWN, recent, query).all();
    Optional<Whom> whom = whom(trip, EntityIndex.UNKNOWN, query.user(), recent);
    return whom.isEmpty()
        ? fallback(trip, query, new UserOutcome.Unknown(recent.items().size()), excluded, admission)
        : new UserOutcome.Recommended(
            scoring.topItems(trip, new Wanted(whom.get(), excluded, admission), query.n())
                .named(trip),
            whom.get().source());
  }

  /** Empty if there is nothing that the model could be asked for. */
  private static Optional<Whom> whom(Trip trip, int user, String id, RecentItems recent) {
    if (!recent.isEmpty() && trip.model() instanceof HistoryModel model) {
      History fresh = History.recent(trip, id, recent);
      if (!fresh.isEmpty()) {
        return Optional.of(new Whom.Lived(model, fresh.over(trip, user, id)));
      }
    }
    return user == EntityIndex.UNKNOWN
        ? Optional.empty()
        : Optional.of(new Whom.Learned(trip.model(), user));
  }

  private UserOutcome fallback(
      Trip trip, RecommendQuery query, UserOutcome otherwise, int[] excluded, Admission admission) {
    return switch (query.fallback()) {
      case NONE -> otherwise;
      case POPULAR ->
        new UserOutcome.Recommended(popular(trip, excluded, admission, query.n()), Source.POPULAR);
    };
  }

  /**
   * The items of the version with the most interactions as of now. O((n + excluded) * log excluded)
   * once the ranking is there.
   */
  private List<ScoredItem> popular(Trip trip, int[] excluded, Admission admission, int n) {
    CurrentPopularity.Walk walk = recents.popularity(trip.version(), trip.containment())
        .items()
        .walk();
    List<ScoredItem> popular = new ArrayList<>();
    while (popular.size() < n && walk.next()) {
      int item = walk.item();
      if (admission.admits(item) && Arrays.binarySearch(excluded, item) < 0) {
        popular.add(new ScoredItem(trip.index().itemId(item), walk.count()));
      }
    }
    return popular;
  }

  ScoreOutcome score(Trip trip, ScoreQuery query) {
    if (trip.contains(query.user())) {
      return new ScoreOutcome.Contained();
    }
    int user = trip.index().user(query.user());
    Optional<Whom> whom = whom(trip, user, query.user(), trip.recent(recents, query.user()));
    return whom.isEmpty()
        ? new ScoreOutcome.Unknown()
        : new ScoreOutcome.Scored(scores(trip, whom.get(), query));
  }

  private float[] scores(Trip trip, Whom whom, ScoreQuery query) {
    int[] heldBack = Exclusions.contained(trip, query.user());
    int[] items = new int[query.items().size()];
    int[] places = new int[items.length];
    int count = 0;
    for (int k = 0; k < places.length; k++) {
      int item = trip.index().item(query.items().get(k));
      if (item != EntityIndex.UNKNOWN && Arrays.binarySearch(heldBack, item) < 0) {
        items[count] = item;
        places[count++] = k;
      }
    }
    float[] found = scoring.scores(trip, whom, Arrays.copyOf(items, count));
    float[] scores = new float[places.length];
    Arrays.fill(scores, Float.NaN);
    for (int k = 0; k < count; k++) {
      scores[places[k]] = found[k];
    }
    return scores;
  }
}
