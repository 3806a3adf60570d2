package io.lethe.spi;

/**
 * A model whose logit is the product of a user's and an item's <em>final embedding</em>, whatever
 * its parameters go through before: matrix factorization, LightGCN, two towers. In final-embedding
 * space all of them have the same curvature and cost the same to change, so an influence step is
 * taken there, and what lies beneath follows from where it ended.
 */
public interface EmbeddingModel extends DifferentiableModel {

  /**
   * The same scores by a model whose parameters are the final embeddings themselves: a user block
   * and an item block, equally wide. Its derivatives do not go through a graph. Shares this model's
   * arrays; a model that has nothing beneath its final embeddings is its own.
   */
  DifferentiableModel inFinalSpace();

  /**
   * A new model on other interactions, whose final embeddings are this model's plus the delta, with
   * dropped rows zero. A graph model takes the new view's graph and finds the parameters beneath
   * when they are first asked for, in the least-squares sense where no parameters give exactly these
   * embeddings; until then nothing costs more than the rows that move.
   *
   * @param view what the new model reflects
   * @param delta over the layout of {@link #inFinalSpace()}
   */
  EmbeddingModel withFinalDelta(InteractionView view, ParameterDelta delta);
}
