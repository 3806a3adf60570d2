package io.lethe.engine.recommend;

import io.lethe.engine.recommend.CheckedScoring.Ranked;
import io.lethe.engine.recommend.CheckedScoring.Wanted;
import io.lethe.engine.recommend.CheckedScoring.Whom;
import io.lethe.engine.recommend.watch.ScoringWatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a model for several users at once, where it gains by that. A pass is one call to the watch:
 * {@code usersAtOnce()} bounds what the model has to answer in the time of one. Thread-safe.
 */
final class BatchScoring {

  /** Most items that the users of one pass may exclude together, unless it is one user: 4 MiB. */
  private static final long EXCLUDED_MAX = 1 << 20;

  private final CheckedScoring scoring;

  BatchScoring(CheckedScoring scoring) {
    this.scoring = scoring;
  }

  /** The lists for all that is wanted, in its order. Throws as {@link CheckedScoring#topItems}. */
  List<Ranked> topItems(Trip trip, List<Wanted> wanted, int n) {
    Ranked[] ranked = new Ranked[wanted.size()];
    int usersMax = wanted.size() < 2 ? 1 : usersAtOnce(trip);
    Pass pass = new Pass(trip, n, ranked);
    for (int place = 0; place < ranked.length; place++) {
      Wanted each = wanted.get(place);
      if (usersMax > 1 && each.whom() instanceof Whom.Learned learned
          && each.admission().few().isEmpty()) {
        pass.add(place, learned.user(), each.allExcluded());
        if (pass.places.size() == usersMax || pass.excludedItems >= EXCLUDED_MAX) {
          pass.run();
        }
      } else {
        ScoringWatch.checkCaller();
        ranked[place] = scoring.topItems(trip, each, n);
      }
    }
    pass.run();
    return List.of(ranked);
  }

  private int usersAtOnce(Trip trip) {
    int users = scoring.call(trip, trip.model()::usersAtOnce);
    if (users < 1) {
      throw CheckedScoring.broken(trip, "that it takes %d users at once".formatted(users));
    }
    return users;
  }

  /** Users who are scored together. Confined to one call. */
  private final class Pass {

    private final Trip trip;
    private final int n;
    private final Ranked[] ranked;
    private final List<Integer> places = new ArrayList<>();
    private final List<Integer> users = new ArrayList<>();
    private final List<int[]> excluded = new ArrayList<>();
    private long excludedItems;

    Pass(Trip trip, int n, Ranked[] ranked) {
      this.trip = trip;
      this.n = n;
      this.ranked = ranked;
    }

    void add(int place, int user, int[] excludedOfUser) {
      places.add(place);
      users.add(user);
      excluded.add(excludedOfUser);
      excludedItems += excludedOfUser.length;
    }

    /** Scores those that were added, if any, and begins anew. */
    void run() {
      int count = places.size();
      if (count > 0) {
        ScoringWatch.checkCaller();
        int[] asked = users.stream().mapToInt(Integer::intValue).toArray();
        int[][] leftOut = excluded.toArray(int[][]::new);
        int[][] items = new int[count][n];
        float[][] scores = new float[count][n];
        int[] found = scoring
            .call(trip, () -> trip.model().topItems(asked, leftOut, items, scores));
        if (found.length != count) {
          throw CheckedScoring.broken(trip, "%d lists for %d users".formatted(found.length, count));
        }
        for (int k = 0; k < count; k++) {
          ranked[places.get(k)] = CheckedScoring
              .checked(trip, found[k], leftOut[k], items[k], scores[k]);
        }
        places.clear();
        users.clear();
        excluded.clear();
        excludedItems = 0;
      }
    }
  }
}
