package io.lethe.plugins.embeddings;

/**
 * How a score becomes the logit of an interaction, {@code scale * score + offset}.
 *
 * @param scale above 0, so that the order of scores is that of logits
 * @param offset logit of a score of 0
 */
record Head(float scale, float offset) {

  /** Turns the first logits of an array into scores. */
  void toScores(float[] logits, int count) {
    for (int k = 0; k < count; k++) {
      logits[k] = (logits[k] - offset) / scale;
    }
  }
}
