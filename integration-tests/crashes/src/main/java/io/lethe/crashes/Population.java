package io.lethe.crashes;

import io.lethe.client.ForgetTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Synthetic people and films, in waves that are imported one after the other, and who of them may
 * still be asked for. Thread-safe.
 */
final class Population {

  private static final String PERSON = "person-";
  private static final int USERS_PER_WAVE = 300;
  private static final int ITEMS_PER_WAVE = 30;
  private static final int RATINGS_PER_USER = 12;
  /** Items of so many waves are rated by a wave. */
  private static final int WAVES_IN_REACH = 4;

  /** One person's view of one film. */
  record Rating(String user, String item, int value) {}

  private final Random random;
  private int waves;
  private int newcomers;
  private final List<String> users = new ArrayList<>();
  private final List<String> items = new ArrayList<>();
  private final List<Rating> ratings = new ArrayList<>();

  Population(long seed) {
    this.random = new Random(seed);
  }

  /** New people, who rate new and older films; not imported by this. */
  synchronized List<Rating> nextWave() {
    for (int k = 0; k < ITEMS_PER_WAVE; k++) {
      items.add("film-%05d".formatted(waves * ITEMS_PER_WAVE + k));
    }
    int reach = Math.min(items.size(), WAVES_IN_REACH * ITEMS_PER_WAVE);
    List<String> rated = items.subList(items.size() - reach, items.size());
    List<Rating> wave = new ArrayList<>();
    for (int k = 0; k < USERS_PER_WAVE; k++) {
      String user = PERSON + "%06d".formatted(waves * USERS_PER_WAVE + k);
      users.add(user);
      random.ints(0, rated.size())
          .distinct()
          .limit(RATINGS_PER_USER)
          .forEach(item -> wave.add(new Rating(user, rated.get(item), 1 + random.nextInt(5))));
    }
    ratings.addAll(wave);
    waves++;
    return wave;
  }

  /** How many people of the files may still be asked for. */
  synchronized int usersLeft() {
    return (int) users.stream().filter(user -> user.startsWith(PERSON)).count();
  }

  /** Somebody whom nobody has asked to forget; empty if there is none left. */
  synchronized Optional<String> someUser(Random chooser) {
    return users.isEmpty()
        ? Optional.empty()
        : Optional.of(users.get(chooser.nextInt(users.size())));
  }

  /** A person of no file, who may be asked for from now on. */
  synchronized String newcomer() {
    String user = "newcomer-%06d".formatted(newcomers++);
    users.add(user);
    return user;
  }

  /** Whether nobody has asked to forget a person. */
  synchronized boolean isLeft(String user) {
    return users.contains(user);
  }

  /** A target that nobody else gets, or almost: mostly a person, now and then a film or views. */
  synchronized Optional<ForgetTarget> take(Random chooser) {
    int dice = chooser.nextInt(20);
    if (dice == 0 && items.size() > 2 * ITEMS_PER_WAVE) {
      return Optional.of(new ForgetTarget.Item(items.remove(chooser.nextInt(items.size()))));
    }
    if (users.isEmpty()) {
      return Optional.empty();
    }
    if (dice < 5) {
      Rating first = ratings.get(chooser.nextInt(ratings.size()));
      return Optional.of(new ForgetTarget.Interactions(viewsOf(first.user())));
    }
    String user = users.remove(chooser.nextInt(users.size()));
    return Optional.of(new ForgetTarget.User(user));
  }

  /** Two views of a person, which are not offered again. */
  private List<ForgetTarget.Interaction> viewsOf(String user) {
    List<Rating> some = ratings.stream().filter(r -> r.user().equals(user)).limit(2).toList();
    ratings.removeAll(some);
    return some.stream().map(r -> new ForgetTarget.Interaction(r.user(), r.item())).toList();
  }
}
