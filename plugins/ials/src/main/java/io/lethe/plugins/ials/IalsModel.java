package io.lethe.plugins.ials;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.ItemScan;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.Refit;
import io.lethe.spi.RefittableModel;
import io.lethe.spi.Removal;
import io.lethe.spi.ScoreScale;
import io.lethe.spi.WipeableModel;
import java.util.List;
import java.util.stream.Stream;

/**
 * The score of a user and an item is the dot product of their rows. Immutable; a changed model shares
 * all pages it did not touch.
 */
final class IalsModel implements RefittableModel, WipeableModel {

  private final IalsShape shape;
  private final PairTables tables;
  private final Kernels kernels;
  private final Workers workers;
  private final ItemScan scan;

  IalsModel(IalsShape shape, PairTables tables, Kernels kernels, Workers workers) {
    this.shape = shape;
    this.tables = tables;
    this.kernels = kernels;
    this.workers = workers;
    this.scan = new ItemScan(kernels);
  }

  IalsShape shape() {
    return shape;
  }

  PairTables tables() {
    return tables;
  }

  @Override
  public ScoreScale scoreScale() {
    return ScoreScale.PREFERENCE;
  }

  @Override
  public long parameterCount() {
    return (long) (userCount() + itemCount()) * tables.users().width();
  }

  @Override
  public int userCount() {
    return tables.users().rows();
  }

  @Override
  public int itemCount() {
    return tables.items().rows();
  }

  @Override
  public void score(int user, int[] items, float[] scores) {
    EmbeddingTable users = tables.users();
    kernels.gatherDots(
        tables.items(), items, 0, items.length, users.pageOf(user), users.offsetOf(user), scores);
  }

  @Override
  public int topItems(int user, int[] excluded, int[] items, float[] scores) {
    EmbeddingTable users = tables.users();
    return scan.topItems(
        tables.items(), users.pageOf(user), users.offsetOf(user), excluded, items, scores);
  }

  @Override
  public List<float[]> learntArrays() {
    return Stream.of(tables.users(), tables.items())
        .flatMap(table -> table.pages().stream())
        .toList();
  }

  @Override
  public Refit refit(Removal removal) {
    return new Refitter(shape, tables, kernels, workers).refit(removal);
  }

  @Override
  public long refitRows(Removal removal) {
    return Refitter.rows(tables);
  }

  /** Always: nothing is kept beside the rows. */
  @Override
  public boolean consolidated() {
    return true;
  }

  @Override
  public RefittableModel consolidate() {
    return this;
  }
}
