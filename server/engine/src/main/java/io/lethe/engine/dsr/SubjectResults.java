package io.lethe.engine.dsr;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.interaction.UserInteractions;
import io.lethe.engine.model.ModelName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What requests for access and portability are answered with. Under which ids a person is known is
 * kept in memory alone, for {@link #OPEN}: no file may hold it, and whoever comes later, or after a
 * restart, sends the request again. What is held is read when it is asked for. Thread-safe.
 */
public final class SubjectResults {

  /** How long results can be asked for after their request came. */
  public static final Duration OPEN = Duration.ofHours(24);

  /** Requests whose results are open; beyond it the oldest are closed. */
  private static final int OPEN_MAX = 10_000;

  private final UserInteractions held;
  private final Supplier<? extends Collection<ModelName>> models;
  private final InstantSource clock;
  /** By request, the oldest first; guarded by this. */
  private final Map<UUID, Opened> opened = new LinkedHashMap<>();

  private record Opened(List<String> users, Instant until) {}

  /**
   * Over what models hold.
   *
   * @param models that are looked at
   */
  public SubjectResults(
      UserInteractions held, Supplier<? extends Collection<ModelName>> models,
      InstantSource clock) {
    this.held = held;
    this.models = models;
    this.clock = clock;
  }

  /** What one model holds of a person. Personal data: never logged. */
  public record Held(ModelName model, List<AppendOrder.Row> rows) {

    public Held {
      rows = List.copyOf(rows);
    }

    @Override
    public String toString() {
      return "Held[%s, %d rows]".formatted(model, rows.size());
    }
  }

  /** From now on results can be asked for. */
  synchronized void open(SubjectRequestOrder order) {
    forgetOld();
    opened.remove(order.id());
    opened.put(order.id(), new Opened(order.users(), clock.instant().plus(OPEN)));
    if (opened.size() > OPEN_MAX) {
      opened.remove(opened.keySet().iterator().next());
    }
  }

  /** Whether results can be asked for. */
  public synchronized boolean isOpen(UUID id) {
    forgetOld();
    return opened.containsKey(id);
  }

  private void forgetOld() {
    Instant now = clock.instant();
    opened.values().removeIf(each -> !each.until().isAfter(now));
  }

  /**
   * All interactions that are held of the person, by model, each by item; models that hold none are left
   * out. O(log) for each model and id.
   *
   * @throws LetheException of kind {@code ERASURE_NOT_FOUND} if the request's results are not open; as
   *     {@link UserInteractions#of}
   */
  public List<Held> of(UUID id) {
    List<Held> all = new ArrayList<>();
    List<String> users = users(id);
    for (ModelName model : models.get()) {
      List<AppendOrder.Row> rows = users.stream()
          .flatMap(user -> held.of(model, user).stream())
          .toList();
      if (!rows.isEmpty()) {
        all.add(new Held(model, rows));
      }
    }
    return all;
  }

  private synchronized List<String> users(UUID id) {
    forgetOld();
    Opened found = opened.get(id);
    if (found == null) {
      throw new LetheException(
          ErrorKind.ERASURE_NOT_FOUND,
          "there are no results of subject request %s: they are there for %d h after it came, and until"
              .formatted(id, OPEN.toHours()) + " the server's next start; send it again");
    }
    return found.users();
  }
}
