package io.lethe.engine.erasure.policy;

import io.lethe.engine.erasure.Spending;
import io.lethe.engine.model.ModelName;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** What one principal asked for in the last day, minute by minute. Confined. */
final class SpendingWindow {

  static final long HOUR_MINUTES = 60;
  static final long DAY_MINUTES = 24 * HOUR_MINUTES;

  private final NavigableMap<Long, NavigableMap<ModelName, Spending>> minutes = new TreeMap<>();

  SpendingWindow(List<Spending> known) {
    known.forEach(this::add);
  }

  void add(Spending more) {
    minutes.computeIfAbsent(more.minute(), absent -> new TreeMap<>())
        .merge(
            more.model(), more,
            (was, add) -> new Spending(
                was.model(), was.minute(), was.erasures() + add.erasures(),
                was.interactions() + add.interactions()));
  }

  /** Forgets what no limit looks at any more. */
  void forgetBefore(long minute) {
    minutes.headMap(minute, false).clear();
  }

  long erasuresSince(long minute) {
    return sum(minute, SpendingWindow::erasures);
  }

  long interactionsSince(long minute, ModelName model) {
    return sum(minute, of -> interactions(of, model));
  }

  /** The first minute after which no more than so many erasures since a minute count. */
  long untilErasures(long minute, long most) {
    return until(minute, most, SpendingWindow::erasures);
  }

  /** The same for interactions of a model. */
  long untilInteractions(long minute, long most, ModelName model) {
    return until(minute, most, of -> interactions(of, model));
  }

  private static long erasures(NavigableMap<ModelName, Spending> ofMinute) {
    return ofMinute.values().stream().mapToLong(Spending::erasures).sum();
  }

  private static long interactions(NavigableMap<ModelName, Spending> ofMinute, ModelName model) {
    Spending spent = ofMinute.get(model);
    return spent == null ? 0 : spent.interactions();
  }

  private long sum(long minute, ToLongFunction<NavigableMap<ModelName, Spending>> number) {
    return minutes.tailMap(minute, true).values().stream().mapToLong(number).sum();
  }

  private long until(
      long minute, long most, ToLongFunction<NavigableMap<ModelName, Spending>> number) {
    long left = sum(minute, number);
    for (var entry : minutes.tailMap(minute, true).entrySet()) {
      left -= number.applyAsLong(entry.getValue());
      if (left <= most) {
        return entry.getKey();
      }
    }
    return minute;
  }
}
