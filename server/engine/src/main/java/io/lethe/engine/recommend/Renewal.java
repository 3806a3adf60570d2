package io.lethe.engine.recommend;

import io.lethe.engine.catalog.Admission;
import io.lethe.engine.change.Changes;
import io.lethe.engine.change.Moved;
import io.lethe.engine.recommend.CheckedScoring.Ranked;
import io.lethe.engine.recommend.CheckedScoring.Whom;
import io.lethe.engine.recommend.Exclusions.LeftOut;
import io.lethe.engine.recommend.RecommendationCache.Kept;
import io.lethe.kernels.TopN;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Brings an answer that was made earlier up to what calls are answered from now, to the last bit as if
 * it were made anew. Of a user who did not move, every item that neither moved nor came to be left out
 * or let in again has the score that it had: it is in the list, or below its last entry. So the list
 * and the items that did change, scored again, hold the new list as long as it ends no lower than the
 * earlier one. Thread-safe.
 */
final class Renewal {

  /** More changed items than this part of all cost about what a new answer costs. */
  private static final int CHANGED_PART = 4;
  private static final int CHANGED_MIN = 16;

  private final CheckedScoring scoring;

  Renewal(CheckedScoring scoring) {
    this.scoring = scoring;
  }

  /**
   * The answer as of now. O(changed items), and O(log moved) where nothing of it changed.
   *
   * @param kept of the same user, numbers of items and filter
   * @param whom the user, as one whom the model has learned
   * @param now what is left out now
   * @return empty if it has to be made anew
   */
  Optional<Ranked> renewed(
      Trip trip, Kept kept, Whom.Learned whom, LeftOut now, Admission admission, int n) {
    if (kept.answer().source() != Source.LEARNED
        || kept.basis().admission() != admission.revision()) {
      return Optional.empty();
    }
    Changes changes = trip.answering().changes();
    return changes.since(kept.basis().content())
        .filter(moved -> !moved.user(whom.user()))
        .flatMap(moved -> {
          Changed changed = Changed
              .of(moved, kept.leftOut().difference(now), trip.index().itemCount());
          return changed.sparesAll(kept.ranked())
              ? Optional.of(kept.ranked())
              : changes.byRows() && changed.isFew()
                  ? merged(trip, kept.ranked(), whom, changed, changed.admitted(now, admission), n)
                  : Optional.empty();
        });
  }

  /**
   * What became another item's score, or came to be left out or let in.
   *
   * @param items of those that there are now, ascending and distinct
   * @param count how many items there are now
   */
  private record Changed(Moved moved, int[] items, int count) {

    static Changed of(Moved moved, int[] leftOut, int count) {
      int[] known = Arrays.stream(leftOut).takeWhile(item -> item < count).toArray();
      return new Changed(moved, Moved.union(moved.items(count), known), count);
    }

    boolean isFew() {
      return items.length <= Math.max(CHANGED_MIN, count / CHANGED_PART);
    }

    /** Also of an item that there is no more. */
    boolean contains(int item) {
      return moved.item(item) || Arrays.binarySearch(items, item) >= 0;
    }

    boolean sparesAll(Ranked list) {
      return items.length == 0
          && IntStream.range(0, list.size()).noneMatch(place -> moved.item(list.item(place)));
    }

    /** Those that an answer may hold. */
    int[] admitted(LeftOut leftOut, Admission admission) {
      int[] excluded = leftOut.all();
      return Arrays.stream(items)
          .filter(item -> admission.admits(item) && Arrays.binarySearch(excluded, item) < 0)
          .toArray();
    }
  }

  private Optional<Ranked> merged(
      Trip trip, Ranked before, Whom.Learned whom, Changed changed, int[] admitted, int n) {
    float[] fresh = scoring.unchecked(trip, whom, admitted);
    int[] items = new int[n];
    float[] scores = new float[n];
    TopN best = new TopN(items, scores);
    for (int k = 0; k < before.size(); k++) {
      if (!changed.contains(before.item(k))) {
        best.offer(before.item(k), before.score(k));
      }
    }
    for (int k = 0; k < admitted.length; k++) {
      best.offer(admitted[k], fresh[k]);
    }
    Ranked after = new Ranked(items, scores, best.finish());
    boolean finite = IntStream.range(0, fresh.length).allMatch(k -> Float.isFinite(fresh[k]));
    return finite && (before.size() < n || endsNoLower(after, before))
        ? Optional.of(after)
        : Optional.empty();
  }

  /** A list that was not full held all that there was; below a full one lie items that are not known. */
  private static boolean endsNoLower(Ranked after, Ranked before) {
    int last = before.size() - 1;
    if (after.size() < before.size()) {
      return false;
    }
    float score = after.score(last);
    return score > before.score(last)
        || (score == before.score(last) && after.item(last) <= before.item(last));
  }
}
