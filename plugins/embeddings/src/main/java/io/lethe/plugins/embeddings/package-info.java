/**
 * Vectors that were trained elsewhere: the score of a user and an item is the dot product of their
 * vectors, and biases if there are any.
 *
 * <p>{@link io.lethe.plugins.embeddings.EmbeddingsPlugin} is the only way in.
 */
@NullMarked
package io.lethe.plugins.embeddings;

import org.jspecify.annotations.NullMarked;
