/**
 * A model family by its blocks of rows and its model alone: options, first rows, training by the model's
 * own gradient, saving and loading are here. The shortest way to a plugin that can forget.
 */
@NullMarked
package io.lethe.training.gradient;

import org.jspecify.annotations.NullMarked;
