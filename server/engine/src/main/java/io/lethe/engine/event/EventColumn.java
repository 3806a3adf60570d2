package io.lethe.engine.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The event types of rows: a dictionary, and one byte a row from the first row on that has one, so that
 * rows without event types cost nothing. Immutable.
 */
public final class EventColumn {

  /** No row has an event type. */
  public static final EventColumn NONE = new EventColumn(0, new byte[0], List.of());

  /** What one byte tells apart. */
  private static final int NAMES_MAX = 255;

  private final int first;
  /** One more than the place in the dictionary; 0 for none. */
  private final byte[] numbers;
  private final List<String> names;

  private EventColumn(int first, byte[] numbers, List<String> names) {
    this.first = first;
    this.numbers = numbers;
    this.names = names;
  }

  /**
   * Of numbers and a dictionary; names that no row has are left out. O(rows).
   *
   * @param numbers by row one more than the place of its name, as an unsigned byte; 0 for none. Copied
   * @param names distinct
   * @throws IllegalArgumentException if a number names none
   */
  public static EventColumn of(byte[] numbers, List<String> names) {
    byte[] renumbered = new byte[names.size() + 1];
    List<String> used = new ArrayList<>();
    int start = -1;
    int end = 0;
    for (int row = 0; row < numbers.length; row++) {
      int number = Byte.toUnsignedInt(numbers[row]);
      if (number > names.size()) {
        throw new IllegalArgumentException(
            "row %d has event type %d of %d".formatted(row, number, names.size()));
      }
      if (number > 0) {
        start = start < 0 ? row : start;
        end = row + 1;
        if (renumbered[number] == 0) {
          used.add(names.get(number - 1));
          renumbered[number] = (byte) used.size();
        }
      }
    }
    if (used.isEmpty()) {
      return NONE;
    }
    byte[] kept = Arrays.copyOfRange(numbers, start, end);
    for (int k = 0; k < kept.length; k++) {
      kept[k] = renumbered[Byte.toUnsignedInt(kept[k])];
    }
    return new EventColumn(start, kept, List.copyOf(used));
  }

  /** Whether no row has an event type. */
  public boolean isEmpty() {
    return names.isEmpty();
  }

  /** The event types that some row has. */
  public List<String> names() {
    return names;
  }

  /** The row after the last one that has an event type. */
  public int end() {
    return first + numbers.length;
  }

  /** A row's event type, or {@link EventTypes#NONE}, as of every row beyond the last. */
  public String at(int row) {
    int number = number(row);
    return number == 0 ? EventTypes.NONE : names.get(number - 1);
  }

  /** One more than the place in {@link #names} of a row's event type; 0 for none. */
  public int number(int row) {
    return row < first || row >= end() ? 0 : Byte.toUnsignedInt(numbers[row - first]);
  }

  /** The numbers of rows, from one to before another, as {@link #of} takes them. O(rows). */
  public byte[] numbers(int from, int to) {
    byte[] some = new byte[to - from];
    for (int row = Math.max(from, first); row < Math.min(to, end()); row++) {
      some[row - from] = numbers[row - first];
    }
    return some;
  }

  /** The event types of rows from one to before another, counted from there. O(rows). */
  public EventColumn range(int from, int to) {
    return isEmpty() ? NONE : of(numbers(from, to), names);
  }

  /** The event types of some rows; all others have none. O(rows). */
  public EventColumn only(int[] rows) {
    if (isEmpty()) {
      return NONE;
    }
    byte[] some = new byte[end()];
    for (int row : rows) {
      if (row < some.length) {
        some[row] = (byte) number(row);
      }
    }
    return of(some, names);
  }

  /** The event types without those of some rows. O(rows). */
  public EventColumn without(BitSet rows) {
    byte[] left = numbers(0, end());
    rows.stream().takeWhile(row -> row < left.length).forEach(row -> left[row] = 0);
    return isEmpty() ? NONE : of(left, names);
  }

  /** Counts only. */
  @Override
  public String toString() {
    return "EventColumn[%d event types up to row %d]".formatted(names.size(), end());
  }

  /** Event types by row, in any order. Costs memory from the first one on. Confined. */
  public static final class Builder {

    private final int expected;
    private final List<String> names = new ArrayList<>();
    private final Map<String, Byte> numbers = new HashMap<>();
    private byte[] column = {};
    private @Nullable EventColumn copied;
    private byte[] translated = {};

    /** For about so many rows. */
    public Builder(int expected) {
      this.expected = expected;
    }

    /** Gives a row an event type, instead of the one that it had. */
    public void set(int row, String type) {
      if (type.isEmpty() && row >= column.length) {
        return;
      }
      put(row, type.isEmpty() ? 0 : numbers.computeIfAbsent(type, this::added));
    }

    private byte added(String type) {
      if (names.size() == NAMES_MAX) {
        throw new IllegalStateException("more than %d event types".formatted(NAMES_MAX));
      }
      names.add(type);
      return (byte) names.size();
    }

    private void put(int row, byte number) {
      if (row >= column.length) {
        column = Arrays.copyOf(column, Math.max(row + 1, Math.max(expected, 2 * column.length)));
      }
      column[row] = number;
    }

    /** Gives a row the event type of another column's row, if that has one. */
    public void set(int row, EventColumn from, int fromRow) {
      int number = from.number(fromRow);
      if (number > 0) {
        if (copied != from) {
          translated = new byte[from.names.size() + 1];
          copied = from;
        }
        if (translated[number] == 0) {
          translated[number] = numbers.computeIfAbsent(from.names.get(number - 1), this::added);
        }
        put(row, translated[number]);
      }
    }

    /** How many event types rows were given. */
    public int types() {
      return names.size();
    }

    /** The column. */
    public EventColumn build() {
      return of(column, names);
    }
  }
}
