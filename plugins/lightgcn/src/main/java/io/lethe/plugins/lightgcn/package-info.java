/**
 * LightGCN (He et al., SIGIR 2020): embeddings averaged over the layers of a graph of positive
 * interactions, the score is their dot product.
 *
 * <p>{@link io.lethe.plugins.lightgcn.LightGcnPlugin} is the only way in.
 */
@NullMarked
package io.lethe.plugins.lightgcn;

import org.jspecify.annotations.NullMarked;
