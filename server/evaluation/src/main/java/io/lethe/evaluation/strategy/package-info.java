/**
 * Ways to make a model forget, all behind one interface and over the plugin contract alone, so that
 * they can be compared.
 */
@NullMarked
package io.lethe.evaluation.strategy;

import org.jspecify.annotations.NullMarked;
