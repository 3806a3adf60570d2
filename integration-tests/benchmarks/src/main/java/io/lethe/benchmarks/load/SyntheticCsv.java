package io.lethe.benchmarks.load;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Seeded ratings of any size, for runs in which only the size matters.
 *
 * @param users at least 1
 * @param items each rated at least once if users times ratings reach
 * @param ratings of each user, at most the number of items
 */
public record SyntheticCsv(int users, int items, int ratings) {

  static String user(int number) {
    return "user-%06d".formatted(number);
  }

  static String item(int number) {
    return "item-%06d".formatted(number);
  }

  /** The item of a user's k-th rating; a user never rates one twice. */
  int itemOf(int user, int k) {
    return (int) (((long) user * ratings + k) % items);
  }

  /** All users. */
  public List<String> userIds() {
    List<String> ids = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      ids.add(user(user));
    }
    return ids;
  }

  /** Writes them as a CSV with a header. */
  public void write(Path file) throws IOException {
    Random random = new Random(1);
    try (BufferedWriter csv = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      csv.write("user,item,rating\n");
      for (int user = 0; user < users; user++) {
        for (int k = 0; k < ratings; k++) {
          csv.write(user(user) + "," + item(itemOf(user, k)) + "," + (1 + random.nextInt(5)));
          csv.write('\n');
        }
      }
    }
  }
}
