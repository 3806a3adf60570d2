package io.lethe.engine.data;

import io.lethe.engine.ids.PagedIds;
import io.lethe.spi.items.ItemFeatures;
import java.util.List;

/**
 * External ids by dense index, as a checkpoint holds them, in pages that versions share, and what the
 * training knew of the items. Contains personal data: never logged.
 *
 * @param users ids of users by index; the empty string where a user was erased
 * @param items ids of items by index; the empty string where an item was erased
 * @param features of the items by index, for a family that asked for them; none of an erased item
 */
public record EntityIds(List<String> users, List<String> items, ItemFeatures features) {

  public EntityIds {
    users = PagedIds.of(users);
    items = PagedIds.of(items);
    if (features.rows() > items.size()) {
      throw new IllegalArgumentException(
          "features of %d items where there are %d".formatted(features.rows(), items.size()));
    }
  }

  /** Of a version that knows of its items what their interactions say. */
  public EntityIds(List<String> users, List<String> items) {
    this(users, items, ItemFeatures.NONE);
  }

  /** Counts only: ids stay out of logs. */
  @Override
  public String toString() {
    return "EntityIds[%d users, %d items]".formatted(users.size(), items.size());
  }
}
