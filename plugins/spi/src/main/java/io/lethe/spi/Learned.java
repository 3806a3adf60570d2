package io.lethe.spi;

/**
 * A model that has learned, and how much is left to a training.
 *
 * @param model reflects what was added, too
 * @param residual the norm of the objective's gradient over the rows that changed, after learning over
 *     before; at least 0 and finite. 0 means that a training would change nothing but rounding. A family
 *     that ends its training early never has a small one: there it bounds what is left from above
 * @param changedRows rows of parameters that differ from the model before, new ones included
 */
public record Learned(LearningModel model, double residual, long changedRows) {

  public Learned {
    if (!(residual >= 0 && residual < Double.POSITIVE_INFINITY)) {
      throw new PluginException(
          PluginException.Kind.NOT_FINITE,
          "what learning left has the norm %s; at least 0 and finite".formatted(residual));
    }
    if (changedRows < 0) {
      throw new IllegalArgumentException("%d changed rows; at least 0".formatted(changedRows));
    }
  }
}
