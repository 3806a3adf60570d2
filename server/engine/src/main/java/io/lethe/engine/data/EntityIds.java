package io.lethe.engine.data;

import io.lethe.engine.ids.PagedIds;
import java.util.List;

/**
 * External ids by dense index, as a checkpoint holds them, in pages that versions share. Contains
 * personal data: never logged.
 *
 * @param users ids of users by index; the empty string where a user was erased
 * @param items ids of items by index; the empty string where an item was erased
 */
public record EntityIds(List<String> users, List<String> items) {

  public EntityIds {
    users = PagedIds.of(users);
    items = PagedIds.of(items);
  }

  /** Counts only: ids stay out of logs. */
  @Override
  public String toString() {
    return "EntityIds[%d users, %d items]".formatted(users.size(), items.size());
  }
}
