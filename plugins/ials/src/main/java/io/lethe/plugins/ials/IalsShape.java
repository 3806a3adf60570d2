package io.lethe.plugins.ials;

/**
 * What a model is besides its parameters: its objective, and how far it was brought.
 *
 * @param confidence with its range resolved
 * @param reg weight of {@code |row|^2}
 * @param popularity what each interaction of an item adds to its scores
 * @param tolerance relative gradient norm that the training polished it to; 0 if it did not
 */
record IalsShape(Confidence confidence, float reg, float popularity, float tolerance) {

  boolean converged() {
    return tolerance > 0;
  }
}
