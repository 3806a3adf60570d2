package io.lethe.evaluation.strategy;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.EmbeddingModel;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import java.util.List;

/**
 * The final embeddings of all users and items in several models.
 *
 * @param models number of them
 * @param width of one embedding
 * @param users per user its embeddings, model after model; modified by nobody
 * @param items likewise
 */
record ShardEmbeddings(int models, int width, float[][] users, float[][] items) {

  /**
   * Reads the models' embeddings.
   *
   * @param models at least one, of one shape
   * @throws PluginException of kind {@code INVALID_ARGUMENT} if they have no final embeddings
   */
  static ShardEmbeddings of(List<RecommenderModel> models) {
    RecommenderModel first = models.getFirst();
    ShardEmbeddings empty = new ShardEmbeddings(
        models.size(), width(first), new float[first.userCount()][],
        new float[first.itemCount()][]);
    empty.allocate(empty.users);
    empty.allocate(empty.items);
    for (int m = 0; m < models.size(); m++) {
      DifferentiableModel space = finalSpace(models.get(m));
      ParameterSelection all = ParameterSelection.all(space.layout());
      float[] parameters = new float[all.length()];
      space.parameters(all, parameters);
      empty.read(empty.users, m, parameters, all.offset(space.layout().indexOf(Side.USER)));
      empty.read(empty.items, m, parameters, all.offset(space.layout().indexOf(Side.ITEM)));
    }
    return empty;
  }

  private static int width(RecommenderModel model) {
    DifferentiableModel space = finalSpace(model);
    return space.layout().blocks().get(space.layout().indexOf(Side.USER)).width();
  }

  private static DifferentiableModel finalSpace(RecommenderModel model) {
    if (model instanceof EmbeddingModel embeddings) {
      return embeddings.inFinalSpace();
    }
    throw new PluginException(
        PluginException.Kind.INVALID_ARGUMENT,
        "models of " + model.getClass().getSimpleName() + " have no final embeddings");
  }

  private void allocate(float[][] rows) {
    for (int row = 0; row < rows.length; row++) {
      rows[row] = new float[models * width];
    }
  }

  private void read(float[][] rows, int model, float[] parameters, int offset) {
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(parameters, offset + row * width, rows[row], model * width, width);
    }
  }

  /** The embeddings of one side's entity: side 0 for users, 1 for items. */
  float[] of(int side, int row) {
    return side == 0 ? users[row] : items[row];
  }

  /** Number of entities on a side. */
  int count(int side) {
    return side == 0 ? users.length : items.length;
  }
}
