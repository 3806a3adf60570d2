package io.lethe.unlearning;

/**
 * How much one unlearning touches.
 *
 * @param interactions to forget
 * @param rowsMoved parameter rows that move
 * @param rowsDropped parameter rows set to zero, because nothing is left to learn them from
 * @param selectionLength parameters in the moved rows
 */
public record Extent(int interactions, int rowsMoved, int rowsDropped, int selectionLength) {}
