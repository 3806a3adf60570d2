package io.lethe.plugins.ease;

import io.lethe.spi.Interactions;
import io.lethe.spi.InteractionView;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which items take part, and what number each of them has among those that do.
 *
 * @param numbers per item of the data its number, or {@link #OUT}
 * @param count of the items that take part: numbers are below it
 */
record ItemNumbers(int[] numbers, int count) {

  static final int OUT = -1;

  /** All items, each with its own number. */
  static ItemNumbers all(int items) {
    return new ItemNumbers(IntStream.range(0, items).toArray(), items);
  }

  /** The items with the most interactions; of equal ones the first. O(interactions + items log items). */
  static ItemNumbers mostFrequent(InteractionView view, int most) {
    Interactions all = view.all();
    int items = all.keys().itemCount();
    if (items <= most) {
      return all(items);
    }
    int[] interactions = new int[items];
    for (int position : view.positions()) {
      interactions[all.item(position)]++;
    }
    int[] chosen = IntStream.range(0, items)
        .boxed()
        .sorted(Comparator.comparingInt((Integer item) -> -interactions[item]))
        .limit(most)
        .mapToInt(item -> item)
        .sorted()
        .toArray();
    int[] numbers = new int[items];
    Arrays.fill(numbers, OUT);
    for (int k = 0; k < most; k++) {
      numbers[chosen[k]] = k;
    }
    return new ItemNumbers(numbers, most);
  }

  int of(int item) {
    return numbers[item];
  }

  boolean everyItem() {
    return count == numbers.length;
  }
}
