package io.lethe.engine.memory;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.Repeats.Dated;
import io.lethe.engine.event.EventColumn;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Interaction logs in memory. */
public final class InMemoryInteractionLog implements InteractionLog {

  private record Row(String user, String item, Dated what) {}

  private final Map<ModelName, List<@Nullable Row>> logs;
  private final FaultPlan faults;

  public InMemoryInteractionLog() {
    this(new TreeMap<>(), FaultPlan.none());
  }

  private InMemoryInteractionLog(Map<ModelName, List<@Nullable Row>> logs, FaultPlan faults) {
    this.logs = logs;
    this.faults = faults;
  }

  /** The same disk as another process sees it. */
  public InMemoryInteractionLog reopened(FaultPlan plan) {
    return new InMemoryInteractionLog(logs, plan);
  }

  /** Another disk with the same content. */
  public InMemoryInteractionLog copied() {
    synchronized (logs) {
      Map<ModelName, List<@Nullable Row>> copy = new TreeMap<>();
      logs.forEach((model, rows) -> copy.put(model, new ArrayList<>(rows)));
      return new InMemoryInteractionLog(copy, FaultPlan.none());
    }
  }

  @Override
  public long append(ModelName model, InteractionColumns rows) {
    return faults.change("log.append", () -> {
      synchronized (logs) {
        List<@Nullable Row> log = logs.computeIfAbsent(model, absent -> new ArrayList<>());
        for (int k = 0; k < rows.size(); k++) {
          log.add(
              new Row(
                  rows.userIds().get(rows.users()[k]), rows.itemIds().get(rows.items()[k]),
                  rows.dated(k)));
        }
        return (long) log.size();
      }
    });
  }

  @Override
  public long end(ModelName model) {
    return faults.read("log.end", () -> {
      synchronized (logs) {
        return (long) rows(model).size();
      }
    });
  }

  @Override
  public InteractionColumns read(ModelName model, long end) {
    return faults.read("log.read", () -> {
      synchronized (logs) {
        return columns(rows(model).subList(0, Math.toIntExact(end)));
      }
    });
  }

  private static InteractionColumns columns(List<@Nullable Row> rows) {
    Map<String, Integer> userIds = new LinkedHashMap<>();
    Map<String, Integer> itemIds = new LinkedHashMap<>();
    int[] users = new int[rows.size()];
    int[] items = new int[rows.size()];
    float[] values = new float[rows.size()];
    long[] times = new long[rows.size()];
    EventColumn.Builder events = new EventColumn.Builder(rows.size());
    for (int k = 0; k < users.length; k++) {
      Row row = rows.get(k);
      users[k] = row == null ? InteractionColumns.PURGED : index(userIds, row.user());
      items[k] = row == null ? InteractionColumns.PURGED : index(itemIds, row.item());
      if (row != null) {
        values[k] = row.what().value();
        times[k] = row.what().time();
        events.set(k, row.what().event());
      }
    }
    return new InteractionColumns(
        List.copyOf(userIds.keySet()), List.copyOf(itemIds.keySet()), users, items, values)
        .at(times)
        .with(events.build());
  }

  private static int index(Map<String, Integer> ids, String id) {
    return ids.computeIfAbsent(id, absent -> ids.size());
  }

  @Override
  public long count(ModelName model, ErasureTarget target) {
    return faults.read("log.count", () -> {
      synchronized (logs) {
        return rows(model).stream().filter(row -> row != null && names(target, row)).count();
      }
    });
  }

  @Override
  public long purge(ModelName model, List<ErasureTarget> targets) {
    return faults.change("log.purge", () -> {
      synchronized (logs) {
        List<@Nullable Row> log = rows(model);
        long purged = 0;
        for (int k = 0; k < log.size(); k++) {
          Row row = log.get(k);
          if (row != null && targets.stream().anyMatch(target -> names(target, row))) {
            log.set(k, null);
            purged++;
          }
          if (k == log.size() / 2) {
            faults.hit(Failpoint.PURGE_BETWEEN_FILES);
          }
        }
        return purged;
      }
    });
  }

  @Override
  public void delete(ModelName model) {
    var _ = faults.change("log.delete", () -> {
      synchronized (logs) {
        return logs.remove(model) != null;
      }
    });
  }

  @Override
  public List<ModelName> models() {
    return faults.read("log.models", () -> {
      synchronized (logs) {
        return List.copyOf(logs.keySet());
      }
    });
  }

  private List<@Nullable Row> rows(ModelName model) {
    return logs.getOrDefault(model, new ArrayList<>());
  }

  private static boolean names(ErasureTarget target, Row row) {
    return switch (target) {
      case ErasureTarget.User user -> user.id().equals(row.user());
      case ErasureTarget.Item item -> item.id().equals(row.item());
      case ErasureTarget.Interactions some ->
        some.pairs().contains(new ErasureTarget.Pair(row.user(), row.item()));
    };
  }
}
