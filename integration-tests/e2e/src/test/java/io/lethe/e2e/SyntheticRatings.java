package io.lethe.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** A few thousand seeded ratings with popular and rare items and tastes that can be learned. */
final class SyntheticRatings {

  static final int USERS = 200;
  static final int ITEMS = 150;

  private static final int RATINGS_PER_USER = 30;
  private static final int TASTES = 3;
  private static final long SEED = 20_260_710;

  private final Map<String, Set<String>> itemsOfUser = new LinkedHashMap<>();

  SyntheticRatings() {
    Random random = new Random(SEED);
    for (int user = 0; user < USERS; user++) {
      Set<String> items = new TreeSet<>();
      while (items.size() < RATINGS_PER_USER) {
        // Squaring makes low numbers frequent: the long tail of popularity.
        items.add(item((int) (ITEMS * Math.pow(random.nextDouble(), 2))));
      }
      itemsOfUser.put(user(user), items);
    }
  }

  /** An id that can be found again wherever it might leak to. */
  static String user(int number) {
    return "person-%03d".formatted(number);
  }

  static String item(int number) {
    return "film-%03d".formatted(number);
  }

  static List<String> users() {
    List<String> users = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      users.add(user(user));
    }
    return users;
  }

  /** What a user rated, ascending. */
  List<String> itemsOf(String user) {
    return List.copyOf(itemsOfUser.getOrDefault(user, Set.of()));
  }

  void writeCsv(Path file) throws IOException {
    Random random = new Random(SEED + 1);
    double[][] userTastes = tastes(random, USERS);
    double[][] itemTastes = tastes(random, ITEMS);
    StringBuilder csv = new StringBuilder("user,item,rating\n");
    int number = 0;
    for (Map.Entry<String, Set<String>> entry : itemsOfUser.entrySet()) {
      for (String item : entry.getValue()) {
        double score = 3.2 + 0.4 * random.nextGaussian();
        double[] ofItem = itemTastes[Integer.parseInt(item.substring("film-".length()))];
        for (int k = 0; k < TASTES; k++) {
          score += userTastes[number][k] * ofItem[k];
        }
        csv.append(entry.getKey()).append(',').append(item).append(',');
        csv.append(Math.clamp(Math.round(score), 1, 5)).append('\n');
      }
      number++;
    }
    Files.writeString(file, csv);
  }

  private static double[][] tastes(Random random, int rows) {
    double[][] tastes = new double[rows][TASTES];
    for (double[] row : tastes) {
      for (int k = 0; k < TASTES; k++) {
        row[k] = 0.8 * random.nextGaussian();
      }
    }
    return tastes;
  }
}
