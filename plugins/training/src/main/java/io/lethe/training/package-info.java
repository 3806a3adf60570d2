/**
 * What model families share whose score is a product of embeddings: coupled randomness, loss terms,
 * minibatch schedules, early stopping, the product model with its derivatives. A family packs it
 * into its own folder; the server never sees it.
 *
 * <p>One package: a family's author needs all of it, and imports from one place.
 */
@NullMarked
package io.lethe.training;

import org.jspecify.annotations.NullMarked;
