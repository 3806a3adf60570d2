package io.lethe.engine.data;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.spi.items.ItemFeatures;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** Makes the data of a version from log rows. */
public final class VersionDataReader {

  private VersionDataReader() {}

  /**
   * The data for a training: users and items are numbered in the order in which rows first name them.
   * O(rows).
   *
   * @param excluded rows to leave out, by row number
   * @throws LetheException of kind {@code ARGUMENT_INVALID} if no row is left
   */
  public static VersionData forTraining(
      InteractionColumns rows, IntPredicate excluded, ValidationSplit split) {
    return forTraining(rows, excluded, split, items -> ItemFeatures.NONE);
  }

  /**
   * The same with what is known of the items.
   *
   * @param known gives the features of items by their ids, in the ids' order
   */
  public static VersionData forTraining(
      InteractionColumns rows, IntPredicate excluded, ValidationSplit split,
      Function<List<String>, ItemFeatures> known) {
    int[] users = rows.users().clone();
    int[] items = rows.items().clone();
    DenseNumbers userNumbers = new DenseNumbers(rows.userIds().size());
    DenseNumbers itemNumbers = new DenseNumbers(rows.itemIds().size());
    for (int row = 0; row < users.length; row++) {
      if (users[row] == InteractionColumns.PURGED || excluded.test(row)) {
        users[row] = EntityIndex.UNKNOWN;
        items[row] = EntityIndex.UNKNOWN;
      } else {
        users[row] = userNumbers.of(users[row]);
        items[row] = itemNumbers.of(items[row]);
      }
    }
    List<String> itemIds = itemNumbers.names(rows.itemIds()::get);
    if (itemIds.isEmpty()) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID,
          "none of %d interactions is left to train on".formatted(rows.size()));
    }
    EntityIndex index = EntityIndex
        .of(new EntityIds(userNumbers.names(rows.userIds()::get), itemIds, known.apply(itemIds)));
    return VersionData.of(index, table(index, users, items, rows), split);
  }

  /**
   * The data of a stored version: its own numbering; rows of users or items it does not know do not
   * count. O(rows).
   *
   * @param excluded further rows to leave out, by row number
   */
  public static VersionData forVersion(
      InteractionColumns rows, IntPredicate excluded, EntityIndex index, ValidationSplit split) {
    int[] userOf = rows.userIds().stream().mapToInt(index::user).toArray();
    int[] itemOf = rows.itemIds().stream().mapToInt(index::item).toArray();
    int[] users = new int[rows.size()];
    int[] items = new int[rows.size()];
    Arrays.fill(users, EntityIndex.UNKNOWN);
    Arrays.fill(items, EntityIndex.UNKNOWN);
    for (int row = 0; row < users.length; row++) {
      if (rows.users()[row] != InteractionColumns.PURGED && !excluded.test(row)) {
        users[row] = userOf[rows.users()[row]];
        items[row] = itemOf[rows.items()[row]];
      }
    }
    return VersionData.of(index, table(index, users, items, rows), split);
  }

  private static InteractionTable table(
      EntityIndex index, int[] users, int[] items, InteractionColumns rows) {
    return InteractionTable.of(index, users, items, rows.values(), rows.times(), rows.events());
  }
}
