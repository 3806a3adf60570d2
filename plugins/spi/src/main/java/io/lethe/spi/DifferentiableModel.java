package io.lethe.spi;

/**
 * A model that can be differentiated, and therefore be made to forget. Immutable: changing
 * parameters gives a new model that shares whatever did not change.
 *
 * <p>The training objective is {@code sum over interactions of loss + sum over rows of l2/2 *
 * |row|^2}, with each block's {@code l2} in {@link ParameterBlock}. Derivatives cover the first sum
 * only; the second is for the caller to add.
 */
public interface DifferentiableModel extends RecommenderModel {

  /** Blocks and shapes of the parameters. */
  ParameterLayout layout();

  @Override
  default long parameterCount() {
    return layout().parameterCount();
  }

  /**
   * Derivatives of this model's loss over the interactions of a view, at this model's parameters.
   * Preparing may group the interactions: O(view size) time and memory.
   */
  ViewDerivatives on(InteractionView view);

  /**
   * The rows in which {@link #removalGradient} can differ from zero: the users, items and sampled
   * negatives of the forget set, for a graph model their neighbourhood too.
   */
  ParameterSelection affectedRows(Removal removal);

  /**
   * The right-hand side of unlearning (IFRU, section 4): the gradient over what the model was
   * trained on minus the gradient over what stays, {@code out = grad L(trained) - grad
   * L(retained)}, both at these parameters. A model whose terms do not depend on other interactions
   * overrides this with the gradient of the forget set alone; a graph model sees the new graph in
   * the second term.
   *
   * @param selection rows wanted
   * @param out caller's array of {@code selection.length()}; overwritten
   */
  default void removalGradient(Removal removal, ParameterSelection selection, float[] out) {
    on(removal.trained()).gradient(selection, out);
    float[] after = new float[selection.length()];
    viewedOn(removal.retained()).on(removal.retained()).gradient(selection, after);
    for (int k = 0; k < after.length; k++) {
      out[k] -= after[k];
    }
  }

  /** The same parameters on other interactions: graph models swap their graph, others are free. */
  DifferentiableModel viewedOn(InteractionView view);

  /** A new model with the delta's amounts added and its dropped rows set to zero. */
  DifferentiableModel withDelta(ParameterDelta delta);

  /**
   * Copies the selected parameters.
   *
   * @param out caller's array of {@code selection.length()}; overwritten
   */
  void parameters(ParameterSelection selection, float[] out);
}
