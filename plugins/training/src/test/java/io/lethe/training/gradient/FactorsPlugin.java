package io.lethe.training.gradient;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.PluginContext;
import io.lethe.training.OptionValues;
import io.lethe.training.ProductModel;
import io.lethe.training.objective.ModelShape;
import java.util.List;

/** The smallest family: the score of a user and an item is the product of their rows. */
public final class FactorsPlugin extends GradientPlugin<ProductModel> {

  /** As {@link java.util.ServiceLoader} asks for it. */
  public FactorsPlugin() {
    super(ProductModel.class);
  }

  @Override
  public String name() {
    return "factors";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String description() {
    return "products of rows";
  }

  @Override
  protected List<RowBlock> blocks(OptionValues options) {
    int width = options.integer("factors", 1, 1024);
    return List.of(RowBlock.users(width), RowBlock.items(width));
  }

  @Override
  protected ProductModel model(
      Recipe recipe, EntityKeys keys, List<EmbeddingTable> tables, PluginContext context) {
    return new ProductModel(
        new ModelShape(recipe.terms(), false, recipe.l2()),
        new PairTables(tables.getFirst(), tables.getLast()), keys, Kernels.fastest(),
        new Workers(context.executor(), context.parallelism()));
  }

  @Override
  protected List<EmbeddingTable> tables(ProductModel model) {
    return List.of(model.tables().users(), model.tables().items());
  }

  @Override
  protected Recipe recipe(ProductModel model) {
    return new Recipe(model.shape().terms(), model.shape().l2());
  }
}
