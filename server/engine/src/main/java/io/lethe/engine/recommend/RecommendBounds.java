package io.lethe.engine.recommend;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.subject.ErasureTarget;
import java.util.List;
import java.util.Map;

/** Bounds of what one call may ask for. */
public final class RecommendBounds {

  /** Items for a user, where a caller does not say how many. */
  public static final int ITEMS_DEFAULT = 10;
  /** Most items asked for, per user. */
  public static final int ITEMS_MAX = 1000;
  /** Most items excluded by one query. */
  public static final int EXCLUDED_ITEMS_MAX = 10_000;
  /** Most users in one batch. */
  public static final int BATCH_USERS_MAX = 256;
  /** Most items asked for by one batch, over all its users. */
  public static final int BATCH_ANSWERS_MAX = 50_000;
  /** Most items in a history that a caller names. */
  public static final int HISTORY_ITEMS_MAX = 1000;
  /** Most items scored by one call. */
  public static final int SCORED_ITEMS_MAX = 1000;

  /** Most reasons for an item. */
  public static final int REASONS_MAX = 5;
  /** Most items asked for with reasons. */
  public static final int EXPLAINED_ITEMS_MAX = 20;

  private RecommendBounds() {}

  static void checkReasons(int count, int n) {
    if (count < 1 || count > REASONS_MAX) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID,
          "because is %d interactions; 0 to %d are allowed".formatted(count, REASONS_MAX),
          Map.of("field", "because"));
    }
    if (n > EXPLAINED_ITEMS_MAX) {
      throw new LetheException(
          ErrorKind.N_OUT_OF_RANGE,
          "n is %d items; with because, 1 to %d are allowed".formatted(n, EXPLAINED_ITEMS_MAX),
          Map.of(
              "n", String.valueOf(n), "min", "1", "max", String.valueOf(EXPLAINED_ITEMS_MAX)));
    }
  }

  static void checkCount(int n) {
    if (n < 1 || n > ITEMS_MAX) {
      throw new LetheException(
          ErrorKind.N_OUT_OF_RANGE, "n is %d items; 1 to %d are allowed".formatted(n, ITEMS_MAX),
          Map.of("n", String.valueOf(n), "min", "1", "max", String.valueOf(ITEMS_MAX)));
    }
  }

  static void checkPosition(long position) {
    if (position < 0) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID,
          "min_erasure_position is %d; 0 and above are allowed".formatted(position),
          Map.of("field", "min_erasure_position"));
    }
  }

  static void checkSize(String field, int size, int min, int max) {
    if (size < min || size > max) {
      throw new LetheException(
          ErrorKind.ITEMS_OUT_OF_RANGE,
          "%s has %d items; %d to %d are allowed".formatted(field, size, min, max),
          Map.of(
              "field", field, "items", String.valueOf(size), "min", String.valueOf(min), "max",
              String.valueOf(max)));
    }
  }

  static void checkItems(String field, List<String> items, int min, int max) {
    checkSize(field, items.size(), min, max);
    items.forEach(item -> ErasureTarget.checkId(field, item));
  }
}
