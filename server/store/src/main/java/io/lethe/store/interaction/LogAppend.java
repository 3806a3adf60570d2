package io.lethe.store.interaction;

import io.lethe.engine.data.InteractionColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the segment that appends rows to a log. */
final class LogAppend {

  private static final int UNKNOWN = -1;

  private LogAppend() {}

  static LogSegment segment(LogContent log, InteractionColumns rows) {
    Numbering users = new Numbering(log.users(), rows.userIds());
    Numbering items = new Numbering(log.items(), rows.itemIds());
    int[] userColumn = new int[rows.size()];
    int[] itemColumn = new int[rows.size()];
    for (int k = 0; k < rows.size(); k++) {
      userColumn[k] = users.number(rows.users()[k], log.end() + k);
      itemColumn[k] = items.number(rows.items()[k], log.end() + k);
    }
    return new LogSegment(
        log.end(), users.added(), items.added(), userColumn, itemColumn, rows.values(),
        rows.times(), rows.events());
  }

  /** Numbers of one side's ids in the log, given as rows name them. */
  private static final class Numbering {

    private final int first;
    private final List<String> given;
    private final int[] numbers;
    private final List<String> added = new ArrayList<>();
    private final List<Integer> addedRows = new ArrayList<>();

    Numbering(List<String> known, List<String> given) {
      this.first = known.size();
      this.given = given;
      this.numbers = new int[given.size()];
      Map<String, Integer> places = new HashMap<>();
      for (int k = 0; k < numbers.length; k++) {
        places.put(given.get(k), k);
      }
      Arrays.fill(numbers, UNKNOWN);
      for (int number = 0; number < known.size(); number++) {
        Integer place = known.get(number).isEmpty() ? null : places.get(known.get(number));
        if (place != null) {
          numbers[place] = number;
        }
      }
    }

    int number(int place, int row) {
      if (place < 0 || given.get(place).isEmpty()) {
        throw new IllegalArgumentException("appended row %d names no id".formatted(row));
      }
      if (numbers[place] == UNKNOWN) {
        numbers[place] = first + added.size();
        added.add(given.get(place));
        addedRows.add(row);
      }
      return numbers[place];
    }

    LogSegment.Ids added() {
      return new LogSegment.Ids(
          first, added, addedRows.stream().mapToInt(Integer::intValue).toArray());
    }
  }
}
