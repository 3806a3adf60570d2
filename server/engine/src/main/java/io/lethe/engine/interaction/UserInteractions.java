package io.lethe.engine.interaction;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
   * A user's interactions, one per item, ascending by the bytes of the item's id; those of unknown times
   * have none. O(log).
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
    Map<String, Integer> last = new TreeMap<>(
        (left, right) -> Arrays.compareUnsigned(bytes(left), bytes(right)));
    for (int row = 0; number >= 0 && row < rows.size(); row++) {
      if (rows.users()[row] == number) {
        last.put(rows.itemIds().get(rows.items()[row]), row);
      }
    }
    return last.entrySet()
        .stream()
        .map(
            each -> new AppendOrder.Row(
                user, each.getKey(), rows.values()[each.getValue()],
                time(rows.time(each.getValue())), rows.events().at(each.getValue())))
        .toList();
  }

  private static @Nullable Instant time(long millis) {
    return millis == InteractionColumns.UNKNOWN_TIME ? null : Instant.ofEpochMilli(millis);
  }

  private static byte[] bytes(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }
}
