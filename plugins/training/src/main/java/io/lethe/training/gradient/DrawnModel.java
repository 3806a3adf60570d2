package io.lethe.training.gradient;

import io.lethe.spi.DifferentiableModel;

/**
 * A model whose objective is an expectation over items that are drawn against each interaction. Derivatives
 * see one draw, the first; a training that saw no other would learn those items by heart.
 */
public interface DrawnModel extends DifferentiableModel {

  /**
   * The same parameters beside another draw, by a hash of (seed, user, item, epoch): it hangs on no other
   * interaction, so trainings on more and on less data stay coupled. Cheap.
   *
   * @param epoch from 1; derivatives see the draw of 0
   */
  DrawnModel drawnFor(int epoch);
}
