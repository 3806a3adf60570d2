package io.lethe.e2e.trip;

import io.lethe.engine.model.InteractionColumns;
import io.lethe.evaluation.SyntheticInteractions;
import io.lethe.evaluation.SyntheticSpec;
import io.lethe.spi.Interactions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Made-up people whose ids would stand out wherever they leak. */
final class People {

  static final int USERS = 120;
  static final int ITEMS = 90;

  private static final int INTERACTIONS = 3_000;

  private People() {}

  static String user(int index) {
    return "secret-person-" + index;
  }

  static String item(int index) {
    return "secret-thing-" + index;
  }

  private static Interactions made() {
    return SyntheticInteractions.generate(new SyntheticSpec(USERS, ITEMS, INTERACTIONS, 5));
  }

  static InteractionColumns interactions() {
    Interactions made = made();
    int[] users = IntStream.range(0, made.size()).map(made::user).toArray();
    int[] items = IntStream.range(0, made.size()).map(made::item).toArray();
    float[] values = new float[made.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = made.value(k);
    }
    return new InteractionColumns(
        IntStream.range(0, USERS).mapToObj(People::user).toList(),
        IntStream.range(0, ITEMS).mapToObj(People::item).toList(), users, items, values);
  }

  /** Items a user has interacted with. */
  static List<String> itemsOf(int user) {
    Interactions made = made();
    return IntStream.range(0, made.size())
        .filter(position -> made.user(position) == user)
        .mapToObj(position -> item(made.item(position)))
        .toList();
  }

  /** An item that some users have not interacted with; others have. */
  static String itemThatNobodyHas(int fromUser, int toUser) {
    Set<String> had = IntStream.range(fromUser, toUser)
        .boxed()
        .flatMap(user -> itemsOf(user).stream())
        .collect(Collectors.toSet());
    Set<String> known = IntStream.range(0, USERS)
        .boxed()
        .flatMap(user -> itemsOf(user).stream())
        .collect(Collectors.toSet());
    return known.stream().filter(item -> !had.contains(item)).sorted().findFirst().orElseThrow();
  }
}
