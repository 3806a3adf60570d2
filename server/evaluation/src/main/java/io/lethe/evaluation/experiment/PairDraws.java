package io.lethe.evaluation.experiment;

import io.lethe.evaluation.measure.HashOrder;
import io.lethe.evaluation.measure.MatchedPairs;
import io.lethe.evaluation.measure.UnseenPairs;
import io.lethe.evaluation.strategy.Setting;
import io.lethe.spi.Interactions;
import io.lethe.unlearning.ErasedEntities;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Draws the pairs, users and items that one forget set is judged by. The seed is the grid's. */
final class PairDraws {

  private static final int PAIRS_MAX = 20_000;
  private static final int STAYING_PAIRS_MAX = 1_500_000;
  private static final int LIST_USERS_MAX = 1_000;
  private static final int RANKED_USERS_MAX = 2_000;
  private static final int MOVING_USERS_MAX = 5_000;
  private static final int ITEMS_PER_USER = 50;

  private final Dataset data;
  private final Interactions training;
  private final Reference reference;
  private final Interactions forgotten;
  private final long seed;
  private final BitSet goneUsers;
  private final BitSet goneItems;
  private final BitSet touchedUsers = new BitSet();
  private final BitSet touchedItems = new BitSet();
  private final BitSet rankedUsers;

  PairDraws(Dataset data, Setting setting, Reference reference) {
    this.data = data;
    this.training = setting.training();
    this.reference = reference;
    this.forgotten = training.at(reference.request().positions());
    this.seed = setting.config().seed();
    ErasedEntities erased = reference.request().erased();
    this.goneUsers = set(erased.users());
    this.goneItems = set(erased.items());
    for (int k = 0; k < forgotten.size(); k++) {
      touchedUsers.set(forgotten.user(k));
      touchedItems.set(forgotten.item(k));
    }
    this.rankedUsers = set(stayingUsers(RANKED_USERS_MAX));
  }

  private static BitSet set(int[] indices) {
    BitSet set = new BitSet();
    IntStream.of(indices).forEach(set::set);
    return set;
  }

  Interactions forgotten() {
    return forgotten;
  }

  boolean touchedUser(int user) {
    return touchedUsers.get(user);
  }

  boolean touchedItem(int item) {
    return touchedItems.get(item);
  }

  boolean rankedUser(int user) {
    return rankedUsers.get(user);
  }

  /** Test pairs of those who stay. */
  Interactions test() {
    Interactions test = data.test();
    return test.at(
        IntStream.range(0, test.size())
            .filter(k -> !goneUsers.get(test.user(k)) && !goneItems.get(test.item(k)))
            .toArray());
  }

  /** Retained pairs of touched users; where none are left, of touched items. */
  Interactions neighbours() {
    int[] retained = reference.retained().positions();
    int[] sameUsers = IntStream.of(retained)
        .filter(k -> touchedUsers.get(training.user(k)))
        .toArray();
    int[] candidates = sameUsers.length > 0
        ? sameUsers
        : IntStream.of(retained).filter(k -> touchedItems.get(training.item(k))).toArray();
    return training.at(HashOrder.first(candidates, PAIRS_MAX, seed, k -> k));
  }

  /** Pairs of users and items that stay, in no part of the data. */
  Interactions unseen() {
    return UnseenPairs.draw(
        List.of(training, data.validation(), data.test()), PAIRS_MAX, seed,
        user -> !goneUsers.get(user), item -> !goneItems.get(item));
  }

  /**
   * Pairs of the test part that are like the forgotten ones but were never trained on: of the same
   * users or items where these go as a whole, with wrong labels where the forgotten ones have wrong
   * labels, and with the same share of positives.
   */
  Interactions neverTrained(boolean wrongLabels) {
    Interactions test = data.test();
    IntPredicate like = k -> (goneUsers.isEmpty() || goneUsers.get(test.user(k)))
        && (goneItems.isEmpty() || goneItems.get(test.item(k)));
    return MatchedPairs
        .draw(forgotten, wrongLabels ? Dataset.turned(test) : test, like, PAIRS_MAX, seed);
  }

  int[] listUsers() {
    return stayingUsers(LIST_USERS_MAX);
  }

  int[] movingUsers() {
    return stayingUsers(MOVING_USERS_MAX);
  }

  int[] someItems() {
    return HashOrder.first(stayingItems(), ITEMS_PER_USER, seed, training.keys()::item);
  }

  private int[] stayingItems() {
    return IntStream.range(0, training.keys().itemCount())
        .filter(item -> !goneItems.get(item))
        .toArray();
  }

  /** Items that stay, all of them unless one user's pairs were too many already. */
  int[] comparedItems() {
    return HashOrder.first(stayingItems(), STAYING_PAIRS_MAX, seed, training.keys()::item);
  }

  /** Users that stay, so many that their pairs with the compared items are not too many. */
  int[] comparedUsers() {
    return stayingUsers(Math.max(1, STAYING_PAIRS_MAX / Math.max(1, comparedItems().length)));
  }

  private int[] stayingUsers(int most) {
    int[] users = IntStream.range(0, training.keys().userCount())
        .filter(user -> !goneUsers.get(user))
        .toArray();
    return HashOrder.first(users, most, seed, training.keys()::user);
  }
}
