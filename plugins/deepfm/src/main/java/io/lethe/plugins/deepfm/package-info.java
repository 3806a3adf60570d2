/**
 * A factorization machine beside a perceptron over the same embeddings (Guo et al., DeepFM, IJCAI
 * 2017): the worked example of a family that reads features of items.
 *
 * <p>{@link io.lethe.plugins.deepfm.DeepFmPlugin} is the only way in.
 */
@NullMarked
package io.lethe.plugins.deepfm;

import org.jspecify.annotations.NullMarked;
