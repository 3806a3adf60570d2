package io.lethe.unlearning;

import java.util.Arrays;

/**
 * Users and items that go as a whole: their rows are dropped, not moved.
 *
 * @param users user indices, ascending and distinct; copied
 * @param items item indices, ascending and distinct; copied
 */
public record ErasedEntities(int[] users, int[] items) {

  private static final ErasedEntities NONE = new ErasedEntities(new int[0], new int[0]);

  public ErasedEntities {
    users = ascending("users", users.clone());
    items = ascending("items", items.clone());
  }

  /** Only interactions go. */
  public static ErasedEntities none() {
    return NONE;
  }

  /** One user goes. */
  public static ErasedEntities user(int user) {
    return new ErasedEntities(new int[]{user}, new int[0]);
  }

  /** One item goes. */
  public static ErasedEntities item(int item) {
    return new ErasedEntities(new int[0], new int[]{item});
  }

  /** A copy of the user indices. */
  @Override
  public int[] users() {
    return users.clone();
  }

  /** A copy of the item indices. */
  @Override
  public int[] items() {
    return items.clone();
  }

  /** Whether nobody goes as a whole. */
  public boolean isEmpty() {
    return users.length == 0 && items.length == 0;
  }

  boolean containsUser(int user) {
    return Arrays.binarySearch(users, user) >= 0;
  }

  boolean containsItem(int item) {
    return Arrays.binarySearch(items, item) >= 0;
  }

  private static int[] ascending(String column, int[] indices) {
    for (int k = 0; k < indices.length; k++) {
      if (indices[k] < 0 || (k > 0 && indices[k] <= indices[k - 1])) {
        // No index in the message: it stands for a person.
        throw new IllegalArgumentException(
            "erased %s: entry %d of %d is negative or not ascending"
                .formatted(column, k, indices.length));
      }
    }
    return indices;
  }
}
