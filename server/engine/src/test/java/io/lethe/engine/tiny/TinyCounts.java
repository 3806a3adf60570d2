package io.lethe.engine.tiny;

import io.lethe.spi.Addition;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Learned;
import io.lethe.spi.LearningModel;
import io.lethe.spi.Refit;
import io.lethe.spi.RefittableModel;
import io.lethe.spi.Removal;
import io.lethe.spi.WipeableModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores every item by how often it was taken, which forgets exactly: by counting off. What was taken
 * off stands beside what was counted, until both are consolidated.
 */
public final class TinyCounts implements RefittableModel, LearningModel, WipeableModel {

  final int users;
  final float[] counted;
  final float[] takenOff;

  TinyCounts(int users, float[] counted, float[] takenOff) {
    this.users = users;
    this.counted = counted;
    this.takenOff = takenOff;
  }

  private float count(int item) {
    return counted[item] - takenOff[item];
  }

  @Override
  public Refit refit(Removal removal) {
    float[] next = takenOff.clone();
    for (int k = 0; k < removal.forget().size(); k++) {
      next[removal.forget().item(k)]++;
    }
    return new Refit(new TinyCounts(users, counted, next), true, 0, 1e-9, refitRows(removal), 0);
  }

  @Override
  public Learned learn(Addition addition) {
    InteractionView after = addition.after();
    float[] more = Arrays.copyOf(counted, after.all().keys().itemCount());
    float[] less = Arrays.copyOf(takenOff, more.length);
    for (int position : addition.added()) {
      more[after.all().item(position)]++;
    }
    for (int position : addition.replaced()) {
      less[after.all().item(position)]++;
    }
    return new Learned(
        new TinyCounts(after.all().keys().userCount(), more, less), 0, addition.added().length);
  }

  @Override
  public long refitRows(Removal removal) {
    return removal.forget().size();
  }

  @Override
  public boolean consolidated() {
    return Arrays.equals(takenOff, new float[takenOff.length]);
  }

  @Override
  public TinyCounts consolidate() {
    float[] all = new float[counted.length];
    for (int item = 0; item < all.length; item++) {
      all[item] = count(item);
    }
    return new TinyCounts(users, all, new float[all.length]);
  }

  @Override
  public List<float[]> learntArrays() {
    return List.of(counted, takenOff);
  }

  @Override
  public int userCount() {
    return users;
  }

  @Override
  public int itemCount() {
    return counted.length;
  }

  @Override
  public void score(int user, int[] items, float[] scores) {
    for (int k = 0; k < items.length; k++) {
      scores[k] = count(items[k]);
    }
  }

  @Override
  public int topItems(int user, int[] excluded, int[] items, float[] scores) {
    int[] ranked = IntStream.range(0, itemCount())
        .filter(item -> Arrays.binarySearch(excluded, item) < 0)
        .boxed()
        .sorted((a, b) -> Float.compare(count(b), count(a)))
        .mapToInt(item -> item)
        .limit(items.length)
        .toArray();
    for (int k = 0; k < ranked.length; k++) {
      items[k] = ranked[k];
      scores[k] = count(ranked[k]);
    }
    return ranked.length;
  }
}
