package io.lethe.engine.tiny;

import io.lethe.spi.WipeableModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Logit = user row . item row. Cannot be differentiated; {@link TinyDifferentiableModel} can. */
public class TinyModel implements WipeableModel {

  final int width;
  final float[] users;
  final float[] items;
  private final byte[] signs;

  TinyModel(int width, float[] users, float[] items) {
    this.width = width;
    this.users = users;
    this.items = items;
    this.signs = new byte[items.length];
    for (int k = 0; k < items.length; k++) {
      signs[k] = (byte) (items[k] < 0 ? -1 : 1);
    }
  }

  final float logit(int user, int item) {
    float sum = 0;
    for (int k = 0; k < width; k++) {
      sum += users[user * width + k] * items[item * width + k];
    }
    return sum;
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** Every parameter, users first; for comparison. */
  public float[] parameters() {
    float[] all = Arrays.copyOf(users, users.length + items.length);
    System.arraycopy(items, 0, all, users.length, items.length);
    return all;
  }

  @Override
  public List<float[]> learntArrays() {
    return List.of(users, items);
  }

  /** The signs of the items' numbers, as something that is computed of what was learnt; none is 0. */
  @Override
  public List<byte[]> learntBytes() {
    return List.of(signs);
  }

  @Override
  public int userCount() {
    return users.length / width;
  }

  @Override
  public int itemCount() {
    return items.length / width;
  }

  @Override
  public void score(int user, int[] some, float[] scores) {
    for (int k = 0; k < some.length; k++) {
      scores[k] = logit(user, some[k]);
    }
  }

  @Override
  public int topItems(int user, int[] excluded, int[] top, float[] scores) {
    int[] ranked = IntStream.range(0, itemCount())
        .filter(item -> Arrays.binarySearch(excluded, item) < 0)
        .boxed()
        .sorted((a, b) -> Float.compare(logit(user, b), logit(user, a)))
        .mapToInt(item -> item)
        .limit(top.length)
        .toArray();
    for (int k = 0; k < ranked.length; k++) {
      top[k] = ranked[k];
      scores[k] = logit(user, ranked[k]);
    }
    return ranked.length;
  }
}
