package io.lethe.engine.interaction;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.InteractionColumns;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What is held of one user: what the user may ask to see or to take along. Thread-safe. */
public final class UserInteractions {

  private final InteractionLog log;
  private final Predicate<ModelName> known;

  /**
   * Over a log.
   *
   * @param known whether there is a model of a name
   */
  public UserInteractions(InteractionLog log, Predicate<ModelName> known) {
    this.log = log;
    this.known = known;
  }

  /**
   * A user's interactions, one per item, ascending by the bytes of the item's id. O(log).
   *
   * @throws LetheException of kind {@code ID_MALFORMED}, {@code MODEL_NOT_FOUND}, {@code
   *     CHECKPOINT_DAMAGED}, {@code STORAGE_FAILED}
   */
  public List<AppendOrder.Row> of(ModelName model, String user) {
    ErasureTarget.checkId("user", user);
    if (!known.test(model)) {
      throw new LetheException(
          ErrorKind.MODEL_NOT_FOUND, "there is no model " + model, Map.of("model", model.value()));
    }
    InteractionColumns rows = log.read(model, log.end(model));
    int number = rows.userIds().indexOf(user);
    Map<String, Float> values = new TreeMap<>(
        (left, right) -> Arrays.compareUnsigned(bytes(left), bytes(right)));
    for (int row = 0; number >= 0 && row < rows.size(); row++) {
      if (rows.users()[row] == number) {
        values.put(rows.itemIds().get(rows.items()[row]), rows.values()[row]);
      }
    }
    return values.entrySet()
        .stream()
        .map(each -> new AppendOrder.Row(user, each.getKey(), each.getValue()))
        .toList();
  }

  private static byte[] bytes(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }
}
