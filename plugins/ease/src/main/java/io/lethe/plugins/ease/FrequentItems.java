package io.lethe.plugins.ease;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The items of a training with the most interactions, and views of their interactions alone, in which
 * they are numbered from 0 in their old order.
 */
final class FrequentItems {

  private static final int OUT = -1;

  private final int[] items;
  private final int[] numbers;

  private FrequentItems(int[] items, int[] numbers) {
    this.items = items;
    this.numbers = numbers;
  }

  /** The most frequent items of a view; of equal ones the first. O(interactions + items log items). */
  static FrequentItems of(InteractionView view, int most) {
    Interactions all = view.all();
    int[] interactions = new int[all.keys().itemCount()];
    for (int position : view.positions()) {
      interactions[all.item(position)]++;
    }
    int[] items = IntStream.range(0, interactions.length)
        .boxed()
        .sorted(Comparator.comparingInt((Integer item) -> -interactions[item]))
        .limit(most)
        .mapToInt(item -> item)
        .sorted()
        .toArray();
    int[] numbers = new int[interactions.length];
    Arrays.fill(numbers, OUT);
    for (int k = 0; k < items.length; k++) {
      numbers[items[k]] = k;
    }
    return new FrequentItems(items, numbers);
  }

  /** A view's interactions with these items; the users keep their numbers. O(interactions). */
  InteractionView in(InteractionView view) {
    Interactions all = view.all();
    int[] kept = Arrays.stream(view.positions())
        .filter(position -> numbers[all.item(position)] != OUT)
        .toArray();
    EntityKeys keys = new EntityKeys(
        IntStream.range(0, all.keys().userCount()).mapToLong(all.keys()::user).toArray(),
        IntStream.of(items).mapToLong(all.keys()::item).toArray());
    float[] values = new float[kept.length];
    for (int k = 0; k < kept.length; k++) {
      values[k] = all.value(kept[k]);
    }
    return InteractionView.of(
        new Interactions(
            keys, IntStream.of(kept).map(all::user).toArray(),
            IntStream.of(kept).map(position -> numbers[all.item(position)]).toArray(), values));
  }
}
