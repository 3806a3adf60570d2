package io.lethe.plugins.lightgcn;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.training.GroupedTerms;
import io.lethe.training.ProductModel;

/**
 * The change of the gradient by a removal, computed over all interactions: {@code P g(Z; D) - P'
 * (g(Z'; D) - g(Z'; F))}, so that the interactions are grouped once. Used once.
 */
final class WholeRemoval {

  private final Architecture architecture;
  private final Removal removal;
  private final ParameterSelection all;

  /**
   * A removal from a model.
   *
   * @param all every row of the layout
   */
  WholeRemoval(Architecture architecture, Removal removal, ParameterSelection all) {
    this.architecture = architecture;
    this.removal = removal;
    this.all = all;
  }

  /**
   * The gradient before minus the gradient after.
   *
   * @param before the model on what was trained on
   * @param after the same parameters on what stays
   * @param out over the selection; overwritten
   */
  void gradient(
      LightGcnModel before, LightGcnModel after, ParameterSelection selection, float[] out) {
    GroupedTerms terms = GroupedTerms.of(removal.trained(), architecture.terms());
    float[] change = passedBack(before, gradient(before.inFinalSpace(), terms));
    float[] stays = gradient(after.inFinalSpace(), terms);
    float[] goes = new float[all.length()];
    after.inFinalSpace().on(InteractionView.of(removal.forget())).gradient(all, goes);
    subtract(goes, stays);
    subtract(passedBack(after, stays), change);
    SelectedRows.pick(change, all, selection, out);
  }

  private float[] gradient(ProductModel product, GroupedTerms terms) {
    float[] gradient = new float[all.length()];
    product.over(terms).gradient(all, gradient);
    return gradient;
  }

  private float[] passedBack(LightGcnModel model, float[] gradient) {
    return architecture.propagated(model.propagation(), gradient, model.finals().width());
  }

  private static void subtract(float[] less, float[] from) {
    for (int k = 0; k < from.length; k++) {
      from[k] -= less[k];
    }
  }
}
