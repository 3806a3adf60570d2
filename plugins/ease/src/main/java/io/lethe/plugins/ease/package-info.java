/**
 * EASE (Steck, Embarrassingly Shallow Autoencoders for Sparse Data, WWW 2019): a linear model of items
 * from items with one minimum in closed form, so that forgetting equals training without.
 *
 * <p>{@link io.lethe.plugins.ease.EasePlugin} is the only way in.
 */
@NullMarked
package io.lethe.plugins.ease;

import org.jspecify.annotations.NullMarked;
