package io.lethe.training.gradient;

import io.lethe.spi.items.ItemFeatures;
import io.lethe.training.objective.LossTerms;
import java.util.Map;

/**
 * What a model is beside its parameters.
 *
 * @param terms which loss terms an interaction stands for
 * @param l2 weight of {@code l2/2 * |row|^2} in the objective, once per row
 * @param own the family's own options, by name
 * @param features what is known of the items; none unless the family asks for them
 */
public record Recipe(LossTerms terms, float l2, Map<String, String> own, ItemFeatures features) {

  public Recipe {
    own = Map.copyOf(own);
  }

  /** Of a family that looks at interactions alone. */
  public Recipe(LossTerms terms, float l2, Map<String, String> own) {
    this(terms, l2, own, ItemFeatures.NONE);
  }

  /** Of a family without options of its own. */
  public Recipe(LossTerms terms, float l2) {
    this(terms, l2, Map.of());
  }
}
