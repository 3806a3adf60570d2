package io.lethe.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The made-up interactions of the suite's models, with people enough that every scenario of every
 * client erases its own. Who likes a film of their own genre, and mostly sees those, is what there is to
 * be learned.
 */
final class Ratings {

  /** Films, all ids of the form film-000. */
  static final int FILMS = 400;
  /** People with few interactions, whom one person may erase. */
  static final int RATERS = 1500;
  /** Interactions of a rater. */
  static final int RATER_FILMS = 12;
  /** People with so many interactions that their erasure is held. */
  static final int COLLECTORS = 150;
  /** Interactions of a collector. */
  static final int COLLECTOR_FILMS = 45;
  /** Interactions that one client erases in one request: the most there may be. */
  static final int BULK = 10_000;

  /** People of the small model. */
  static final int READERS = 100;

  /** People of a small demo. */
  static final int USERS = 120;

  private static final int BULK_FILMS = 100;
  private static final int LIKED = 5;
  private static final int DISLIKED = 1;
  private static final int GENRES = 4;
  private static final long SEED = 20_261_124;

  private final Map<String, Map<String, Integer>> ratingsOf = new LinkedHashMap<>();
  private final Random random = new Random(SEED);

  private Ratings() {}

  /** The large model: everybody's own people. */
  static Ratings movies() {
    Ratings ratings = new Ratings();
    ratings.people("rater-%04d", RATERS, RATER_FILMS);
    ratings.people("collector-%03d", COLLECTORS, COLLECTOR_FILMS);
    for (Language language : Language.values()) {
      ratings.people("bulk-" + language.id() + "-%02d", BULK / BULK_FILMS, BULK_FILMS);
      for (String user : unicodeUsers(language)) {
        ratings.people(user.replace("%", "%%"), 1, RATER_FILMS);
        ratings.add(user, unicodeItem(language));
      }
      for (int user = 0; user < RATER_FILMS; user++) {
        ratings.add("rater-%04d".formatted(user), rareItem(language));
      }
    }
    return ratings;
  }

  /** The small model, in which one person has more than any principal may erase in a day. */
  static Ratings shelf() {
    Ratings ratings = new Ratings();
    ratings.people("reader-%03d", READERS, RATER_FILMS);
    ratings.people("whale-%03d", 1, FILMS);
    return ratings;
  }

  /** Few, of people named as the demo's own are: programs without a client erase some by name. */
  static Ratings few() {
    Ratings ratings = new Ratings();
    ratings.people("user-%03d", USERS, 2 * RATER_FILMS);
    return ratings;
  }

  /** Names in several scripts; the last two look alike and are two people. */
  static List<String> unicodeUsers(Language language) {
    return List.of(
        "名前 🎬 " + language.id(), "пользователь/" + language.id() + "?ё=%41&+",
        "\u05D0\u05D1\u05D2 " + language.id(), "caf\u00E9 " + language.id(),
        "cafe\u0301 " + language.id());
  }

  static String unicodeItem(Language language) {
    return "映画-🎞/" + language.id();
  }

  /** An item of few, for one client to erase. */
  static String rareItem(Language language) {
    return "reel-" + language.id();
  }

  static String film(int number) {
    return "film-%03d".formatted(number);
  }

  private void people(String pattern, int count, int films) {
    for (int number = 0; number < count; number++) {
      Map<String, Integer> own = new LinkedHashMap<>();
      while (own.size() < films) {
        int film = random.nextInt(FILMS);
        boolean liked = film % GENRES == number % GENRES;
        // Most see what they like, until hardly anything of it is left.
        if (liked || own.size() > FILMS / (2 * GENRES) || random.nextInt(4) == 0) {
          own.putIfAbsent(film(film), liked ? LIKED : DISLIKED);
        }
      }
      ratingsOf.put(pattern.formatted(number), own);
    }
  }

  private void add(String user, String item) {
    ratingsOf.computeIfAbsent(user, absent -> new LinkedHashMap<>()).put(item, LIKED);
  }

  /** What a user interacted with. */
  List<String> itemsOf(String user) {
    return List.copyOf(ratingsOf.getOrDefault(user, Map.of()).keySet());
  }

  /** The 10,000 interactions that one client may have forgotten at once, user and item. */
  List<List<String>> bulk(Language language) {
    List<List<String>> pairs = new ArrayList<>();
    ratingsOf.forEach((user, films) -> {
      if (user.matches("bulk-" + language.id() + "-\\d+")) {
        films.keySet().forEach(film -> pairs.add(List.of(user, film)));
      }
    });
    return pairs;
  }

  void write(Path file) throws IOException {
    StringBuilder csv = new StringBuilder("user,item,rating\n");
    ratingsOf.forEach((user, films) -> films.forEach((film, rating) -> {
      csv.append(user).append(',').append(film).append(',').append(rating).append('\n');
    }));
    Files.writeString(file, csv);
  }
}
