package io.lethe.simulation;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** A few people and films, their ratings, and requests about them, by seed. */
final class Village {

  static final ModelName MODEL = new ModelName("films");

  static final int USERS = 14;
  private static final int ITEMS = 9;

  private final SplittableRandom random;
  private final List<ErasureTarget.Pair> pairs = new ArrayList<>();
  private long requests;

  Village(SplittableRandom random) {
    this.random = random;
  }

  String user() {
    return "user-" + random.nextInt(USERS);
  }

  /** Some ratings, each pair once; of anybody, erased or not. */
  InteractionColumns ratings(int rows) {
    int[] cells = random.ints(0, USERS * ITEMS).distinct().limit(rows).toArray();
    Map<String, Integer> users = new LinkedHashMap<>();
    Map<String, Integer> items = new LinkedHashMap<>();
    int[] user = new int[rows];
    int[] item = new int[rows];
    float[] value = new float[rows];
    for (int k = 0; k < rows; k++) {
      String userId = "user-" + cells[k] / ITEMS;
      String itemId = "item-" + cells[k] % ITEMS;
      pairs.add(new ErasureTarget.Pair(userId, itemId));
      user[k] = users.computeIfAbsent(userId, absent -> users.size());
      item[k] = items.computeIfAbsent(itemId, absent -> items.size());
      value[k] = 1 + random.nextInt(5);
    }
    return new InteractionColumns(
        List.copyOf(users.keySet()), List.copyOf(items.keySet()), user, item, value);
  }

  /** A request about somebody or something, under an id of its own. */
  ErasureRequest request() {
    return new ErasureRequest(new UUID(3, ++requests), MODEL, target(), method());
  }

  private ErasureTarget target() {
    int dice = random.nextInt(8);
    if (dice == 0) {
      return new ErasureTarget.Item("item-" + random.nextInt(ITEMS));
    }
    if (dice < 4 && !pairs.isEmpty()) {
      return new ErasureTarget.Interactions(List.of(pairs.get(random.nextInt(pairs.size()))));
    }
    return new ErasureTarget.User(user());
  }

  private ErasureMethod method() {
    return random.nextInt(4) == 0 ? ErasureMethod.RETRAIN : ErasureMethod.AUTO;
  }
}
