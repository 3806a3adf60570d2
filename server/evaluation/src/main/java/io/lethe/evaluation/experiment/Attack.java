package io.lethe.evaluation.experiment;

import io.lethe.evaluation.measure.HashOrder;
import io.lethe.evaluation.strategy.ForgetRequest;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.Interactions;
import io.lethe.unlearning.ErasedEntities;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * A shilling attack: fake users like an obscure item, and popular ones and some drawn ones beside it,
 * so that it is recommended to those who like the popular ones.
 *
 * @param data with the fake users' interactions at the end of the training part
 * @param fakes indices of the fake users, ascending; they come after all others
 * @param positions of their interactions
 * @param target the promoted item
 */
record Attack(Dataset data, int[] fakes, int[] positions, int target) {

  private static final int FAKES = 50;
  private static final int ITEMS_BESIDE = 30;
  /** Of a small catalogue at most so much: one item in five. */
  private static final int CATALOGUE_SHARE_INVERSE = 5;
  /** Interactions of an obscure item: some, so that its row is trained, but few. */
  private static final int OBSCURE_LEAST = 5;
  private static final int OBSCURE_MOST = 20;
  private static final long SALT = 0x7ea5_f00d_1234_5678L;

  /** The attack that a seed draws. */
  static Attack on(Dataset data, long seed) {
    return new Draw(data, seed).attack();
  }

  /** The request to forget all of them. */
  ForgetRequest request() {
    return new ForgetRequest(positions, new ErasedEntities(fakes, new int[0]));
  }

  private static final class Draw {

    private final Dataset data;
    private final Interactions training;
    private final EntityKeys keys;
    private final long seed;
    private final int[] counts;

    Draw(Dataset data, long seed) {
      this.data = data;
      this.training = data.training();
      this.keys = training.keys();
      this.seed = seed;
      this.counts = new int[keys.itemCount()];
      IntStream.range(0, training.size()).forEach(k -> counts[training.item(k)]++);
    }

    Attack attack() {
      int target = target();
      int beside = Math.min(ITEMS_BESIDE, counts.length / CATALOGUE_SHARE_INVERSE);
      int[] popular = IntStream.range(0, counts.length)
          .filter(item -> item != target)
          .boxed()
          .sorted((a, b) -> Integer.compare(counts[b], counts[a]))
          .limit(beside)
          .mapToInt(item -> item)
          .toArray();
      int each = 1 + popular.length + beside;
      int[] items = new int[FAKES * each];
      for (int fake = 0; fake < FAKES; fake++) {
        int[] fillers = fillers(target, popular, beside, fake);
        int from = fake * each;
        items[from] = target;
        System.arraycopy(popular, 0, items, from + 1, popular.length);
        System.arraycopy(fillers, 0, items, from + 1 + popular.length, fillers.length);
      }
      int honest = keys.userCount();
      return new Attack(
          poisoned(items, each), IntStream.range(honest, honest + FAKES).toArray(),
          IntStream.range(training.size(), training.size() + items.length).toArray(), target);
    }

    /** Without an obscure item the one with the fewest interactions. */
    private int target() {
      int[] known = IntStream.range(0, counts.length).filter(item -> counts[item] > 0).toArray();
      int[] obscure = Arrays.stream(known)
          .filter(item -> counts[item] >= OBSCURE_LEAST && counts[item] <= OBSCURE_MOST)
          .toArray();
      int[] order = HashOrder
          .first(obscure.length > 0 ? obscure : known, counts.length, seed, keys::item);
      return obscure.length > 0
          ? order[0]
          : Arrays.stream(order)
              .boxed()
              .min((a, b) -> Integer.compare(counts[a], counts[b]))
              .orElseThrow();
    }

    private int[] fillers(int target, int[] popular, int beside, int fake) {
      BitSet taken = new BitSet();
      taken.set(target);
      Arrays.stream(popular).forEach(taken::set);
      int[] others = IntStream.range(0, counts.length).filter(k -> !taken.get(k)).toArray();
      return HashOrder.first(others, beside, HashOrder.hash(seed, fake), keys::item);
    }

    private Dataset poisoned(int[] items, int each) {
      int honest = keys.userCount();
      long[] userKeys = Arrays
          .copyOf(IntStream.range(0, honest).mapToLong(keys::user).toArray(), honest + FAKES);
      for (int fake = 0; fake < FAKES; fake++) {
        userKeys[honest + fake] = HashOrder.hash(SALT, fake);
      }
      EntityKeys more = new EntityKeys(
          userKeys, IntStream.range(0, counts.length).mapToLong(keys::item).toArray());
      int[] users = new int[items.length];
      float[] labels = new float[items.length];
      Arrays.setAll(users, k -> honest + k / each);
      Arrays.fill(labels, 1);
      return new Dataset(
          data.name(), appended(more, training, users, items, labels), data.wrong(),
          appended(more, data.validation(), new int[0], new int[0], new float[0]),
          appended(more, data.test(), new int[0], new int[0], new float[0]), data.known(),
          data.itemIds());
    }

    private static Interactions appended(
        EntityKeys keys, Interactions some, int[] users, int[] items, float[] labels) {
      return some.followedBy(new Interactions(keys, users, items, labels));
    }
  }
}
