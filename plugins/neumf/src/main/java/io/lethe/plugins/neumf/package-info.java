/**
 * Neural matrix factorization: a product of embeddings beside a perceptron over other embeddings
 * (He et al., Neural Collaborative Filtering, WWW 2017), differentiated by ND4J.
 *
 * <p>{@link io.lethe.plugins.neumf.NeumfPlugin} is the only way in.
 */
@NullMarked
package io.lethe.plugins.neumf;

import org.jspecify.annotations.NullMarked;
