package io.lethe.cli.demo;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.client.ForgetTarget;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.evaluation.SyntheticInteractions;
import io.lethe.evaluation.SyntheticSpec;
import io.lethe.spi.Interactions;
import io.lethe.store.input.InteractionFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the demo works on, and whom it erases: the user with the median number of interactions among
 * those with enough of them, and the best liked items of the next one.
 *
 * @param origin in words
 */
public record DemoData(InteractionColumns rows, String origin) {

  private static final int USERS = 3_000;
  private static final int ITEMS = 2_000;
  private static final int INTERACTIONS = 250_000;
  private static final int ENOUGH_INTERACTIONS = 20;
  private static final int ERASED_PAIRS = 5;

  public static DemoData synthetic(long seed) {
    Interactions made = SyntheticInteractions
        .generate(new SyntheticSpec(USERS, ITEMS, INTERACTIONS, seed));
    int size = made.size();
    int[] users = new int[size];
    int[] items = new int[size];
    float[] values = new float[size];
    for (int k = 0; k < size; k++) {
      users[k] = made.user(k);
      items[k] = made.item(k);
      values[k] = made.value(k);
    }
    InteractionColumns rows = new InteractionColumns(
        names("user-", USERS), names("item-", ITEMS), users, items, values);
    return new DemoData(rows, "made up, seed " + seed);
  }

  /**
   * @param now a row's time more than a day later is none, as at an import
   */
  static DemoData of(InteractionFile file, Path path, Instant now) {
    return new DemoData(file.timed(now), path.getFileName().toString());
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(k -> prefix + k).toList();
  }

  /** Somebody ordinary to be erased as a whole. */
  String erasedUser() {
    return rows.userIds().get(ordinaryUsers().get(0));
  }

  /** Somebody else ordinary, who takes back some of what they did. */
  String otherUser() {
    return rows.userIds().get(ordinaryUsers().get(1));
  }

  /** The items that other user liked best, with that user. */
  List<ForgetTarget.Interaction> erasedPairs() {
    int user = ordinaryUsers().get(1);
    return IntStream.range(0, rows.size())
        .filter(row -> rows.users()[row] == user)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer row) -> -rows.values()[row]))
        .limit(ERASED_PAIRS)
        .map(
            row -> new ForgetTarget.Interaction(otherUser(), rows.itemIds().get(rows.items()[row])))
        .toList();
  }

  private List<Integer> ordinaryUsers() {
    int[] counts = new int[rows.userIds().size()];
    for (int user : rows.users()) {
      counts[user]++;
    }
    List<Integer> active = new ArrayList<>(
        IntStream.range(0, counts.length)
            .filter(user -> counts[user] >= ENOUGH_INTERACTIONS)
            .boxed()
            .sorted(Comparator.comparingInt((Integer user) -> counts[user]))
            .toList());
    if (active.size() < 2) {
      throw new CommandException(
          ExitCode.FAILED, "the demo needs 2 users with at least %d interactions each; there are %d"
              .formatted(ENOUGH_INTERACTIONS, active.size()));
    }
    int median = Math.min(active.size() / 2, active.size() - 2);
    return active.subList(median, median + 2);
  }
}
