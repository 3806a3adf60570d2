package io.lethe.evaluation.strategy;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.ItemScan;
import io.lethe.kernels.Kernels;
import io.lethe.spi.RecommenderModel;

/**
 * A model whose logit is the product of a user's and an item's row.
 *
 * @param users one row per user
 * @param items one row per item, as wide
 */
record ProductModel(
    EmbeddingTable users, EmbeddingTable items, Kernels kernels) implements RecommenderModel {

  @Override
  public int userCount() {
    return users.rows();
  }

  @Override
  public int itemCount() {
    return items.rows();
  }

  @Override
  public void score(int user, int[] some, float[] scores) {
    kernels
        .gatherDots(items, some, 0, some.length, users.pageOf(user), users.offsetOf(user), scores);
  }

  @Override
  public int topItems(int user, int[] excluded, int[] top, float[] scores) {
    return new ItemScan(kernels)
        .topItems(items, users.pageOf(user), users.offsetOf(user), excluded, top, scores);
  }
}
