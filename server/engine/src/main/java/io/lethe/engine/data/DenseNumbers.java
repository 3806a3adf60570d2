package io.lethe.engine.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Numbers old indices from 0 in the order in which they first come. Confined to one thread. */
final class DenseNumbers {

  private final int[] numbers;
  private final List<Integer> order = new ArrayList<>();

  DenseNumbers(int bound) {
    numbers = new int[bound];
    Arrays.fill(numbers, EntityIndex.UNKNOWN);
  }

  int of(int old) {
    if (numbers[old] < 0) {
      numbers[old] = order.size();
      order.add(old);
    }
    return numbers[old];
  }

  /** Old indices by new number. */
  int[] order() {
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  List<String> names(IntFunction<String> nameOf) {
    return order.stream().map(nameOf::apply).toList();
  }
}
