package io.lethe.spi;

/**
 * A sparse change of parameters.
 *
 * @param selection rows that move
 * @param amounts what is added to them, laid out as the selection says; taken over, not copied: the
 *     giver must not touch it again
 * @param dropped rows that are set to zero because nothing is left to learn them from; disjoint from
 *     the selection
 */
public record ParameterDelta(
    ParameterSelection selection, float[] amounts, ParameterSelection dropped) {

  public ParameterDelta {
    if (amounts.length != selection.length()) {
      throw new IllegalArgumentException(
          amounts.length + " amounts for a selection of " + selection.length() + " parameters");
    }
  }
}
