package io.lethe.e2e.plugins;

import io.lethe.spi.RecommenderModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Whole thousands of a score are the stamp in its jar, read again at every call: a jar that was written
 * over under an open class loader could not tell it any more.
 */
final class StampedModel implements RecommenderModel {

  /** In the jar. */
  static final String STAMP_FILE = "/stamp";
  private static final int STEP = 1000;

  private final int users;
  private final int items;

  StampedModel(int users, int items) {
    this.users = users;
    this.items = items;
  }

  private static int stamp() {
    try (InputStream file = Objects
        .requireNonNull(StampedModel.class.getResourceAsStream(STAMP_FILE))) {
      return Integer.parseInt(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public int userCount() {
    return users;
  }

  @Override
  public int itemCount() {
    return items;
  }

  @Override
  public void score(int user, int[] wanted, float[] scores) {
    int stamp = stamp();
    for (int k = 0; k < wanted.length; k++) {
      scores[k] = STEP * stamp + wanted[k];
    }
  }

  @Override
  public int topItems(int user, int[] excluded, int[] best, float[] scores) {
    int stamp = stamp();
    int found = 0;
    for (int item = items - 1; item >= 0 && found < best.length; item--) {
      if (Arrays.binarySearch(excluded, item) < 0) {
        best[found] = item;
        scores[found++] = STEP * stamp + item;
      }
    }
    return found;
  }
}
