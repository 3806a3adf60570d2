package io.lethe.evaluation.experiment;

import io.lethe.evaluation.UserGroups;
import io.lethe.evaluation.measure.HashOrder;
import io.lethe.evaluation.strategy.ForgetRequest;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.unlearning.ErasedEntities;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Chooses what is forgotten: by the data and a hash of the seed. */
final class ForgetSets {

  private static final double ONE_PERCENT = 0.01;
  private static final double FIVE_PERCENT = 0.05;
  private static final double SENSITIVE_SHARE = 0.05;
  /** Points of a sequence at which models are compared, in requests. */
  private static final int[] SEQUENCE_POINTS = {1, 10, 100, 1000};
  /** The most of the users that a sequence may erase. */
  private static final double SEQUENCE_SHARE_MAX = 0.5;

  private final Dataset data;
  private final Interactions training;
  private final UserGroups byUser;
  private final long seed;

  ForgetSets(Dataset data, long seed) {
    this.data = data;
    this.training = data.training();
    this.byUser = new UserGroups(InteractionView.of(training));
    this.seed = seed;
  }

  /** The points of a sequence that the data allow, ascending. */
  List<Integer> points(ForgetKind kind) {
    double most = kind == ForgetKind.SENSITIVE
        ? sensitiveUsers().length
        : SEQUENCE_SHARE_MAX * training.keys().userCount();
    return Arrays.stream(SEQUENCE_POINTS).filter(point -> point <= most).boxed().toList();
  }

  /** One request of a kind that is no sequence. */
  ForgetRequest one(ForgetKind kind) {
    return switch (kind) {
      case FLIPPED -> new ForgetRequest(data.wrong(), ErasedEntities.none());
      case USERS_1PCT -> users(share(drawnUsers(), ONE_PERCENT));
      case USERS_5PCT -> users(share(drawnUsers(), FIVE_PERCENT));
      case MOST_ACTIVE -> users(share(reversed(usersByActivity()), ONE_PERCENT));
      case LEAST_ACTIVE -> users(share(usersByActivity(), ONE_PERCENT));
      case ONE_USER -> users(middle(usersByActivity()));
      case ONE_INTERACTION -> new ForgetRequest(
          HashOrder.first(IntStream.range(0, training.size()).toArray(), 1, seed, k -> k),
          ErasedEntities.none());
      case ONE_ITEM -> item(middle(itemsByCount())[0]);
      case POPULAR_ITEM -> item(itemsByCount()[itemsByCount().length - 1]);
      case FAKES -> throw new IllegalArgumentException("an attack knows its own users");
      case SEQUENCE, SENSITIVE ->
        throw new IllegalArgumentException(kind.id() + " is more than one request");
    };
  }

  /** Requests for one user each. */
  List<ForgetRequest> sequence(ForgetKind kind, int length) {
    return kind == ForgetKind.SENSITIVE
        ? Arrays.stream(sensitiveUsers()).limit(length).mapToObj(this::sensitive).toList()
        : wholeUsers(length);
  }

  private List<ForgetRequest> wholeUsers(int length) {
    return Arrays.stream(drawnUsers())
        .limit(length)
        .mapToObj(user -> users(new int[]{user}))
        .toList();
  }

  /** Everything that some requests forget. */
  static ForgetRequest together(List<ForgetRequest> requests) {
    int[] positions = requests.stream().flatMapToInt(r -> Arrays.stream(r.positions())).toArray();
    int[] users = requests.stream()
        .flatMapToInt(r -> Arrays.stream(r.erased().users()))
        .sorted()
        .toArray();
    return new ForgetRequest(positions, new ErasedEntities(users, new int[0]));
  }

  private ForgetRequest users(int[] users) {
    int[] ascending = Arrays.stream(users).sorted().toArray();
    int[] positions = Arrays.stream(ascending)
        .flatMap(
            user -> IntStream.range(0, byUser.count(user))
                .map(k -> byUser.position(byUser.start(user) + k)))
        .toArray();
    return new ForgetRequest(positions, new ErasedEntities(ascending, new int[0]));
  }

  /** A twentieth of the items, at least one. */
  private BitSet sensitiveItems() {
    int[] items = itemsByCount();
    int count = Math.max(1, (int) (SENSITIVE_SHARE * items.length));
    BitSet sensitive = new BitSet();
    Arrays.stream(HashOrder.first(items, count, seed, training.keys()::item))
        .forEach(sensitive::set);
    return sensitive;
  }

  private int[] sensitiveUsers() {
    BitSet items = sensitiveItems();
    BitSet users = new BitSet();
    IntStream.range(0, training.size())
        .filter(k -> items.get(training.item(k)))
        .forEach(k -> users.set(training.user(k)));
    return Arrays.stream(drawnUsers()).filter(users::get).toArray();
  }

  private ForgetRequest sensitive(int user) {
    BitSet items = sensitiveItems();
    int[] positions = IntStream.range(0, byUser.count(user))
        .map(k -> byUser.position(byUser.start(user) + k))
        .filter(position -> items.get(training.item(position)))
        .toArray();
    return new ForgetRequest(positions, ErasedEntities.none());
  }

  private int[] itemsByCount() {
    int[] counts = new int[training.keys().itemCount()];
    IntStream.range(0, training.size()).forEach(k -> counts[training.item(k)]++);
    return byCount(counts.length, k -> counts[k], training.keys()::item);
  }

  private ForgetRequest item(int item) {
    int[] positions = IntStream.range(0, training.size())
        .filter(k -> training.item(k) == item)
        .toArray();
    return new ForgetRequest(positions, ErasedEntities.item(item));
  }

  private int[] drawnUsers() {
    int[] active = IntStream.range(0, byUser.users()).filter(u -> byUser.count(u) > 0).toArray();
    return HashOrder.first(active, active.length, seed, training.keys()::user);
  }

  private int[] usersByActivity() {
    return byCount(byUser.users(), byUser::count, training.keys()::user);
  }

  /** Those with at least one interaction, ascending in number; the seed orders equals. */
  private int[] byCount(
      int size, IntUnaryOperator count, java.util.function.IntToLongFunction key) {
    int[] some = IntStream.range(0, size).filter(k -> count.applyAsInt(k) > 0).toArray();
    return Arrays.stream(HashOrder.first(some, some.length, seed, key))
        .boxed()
        .sorted(java.util.Comparator.comparingInt(count::applyAsInt))
        .mapToInt(k -> k)
        .toArray();
  }

  private static int[] middle(int[] sorted) {
    return new int[]{sorted[sorted.length / 2]};
  }

  private static int[] share(int[] order, double share) {
    return Arrays.copyOf(order, (int) Math.ceil(share * order.length));
  }

  private static int[] reversed(int[] order) {
    return IntStream.range(0, order.length).map(k -> order[order.length - 1 - k]).toArray();
  }
}
